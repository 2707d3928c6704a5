import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import Foundation
import TestSupport
import Testing

@testable import berth

@Suite("berth simulate")
struct SimulateTests {
    private let folder: TemporaryDirectory

    private static let philly = """
        timestamp,duration,num_gpus,gpu_time,cluster
        2017-10-09 07:01:55,66.0,1,66.0,vc-a
        2017-10-09 06:13:03,2951.5,12,35418.0,vc-b
        2017-10-09 08:00:00,-5.0,1,-5.0,vc-a
        2017-10-09 08:00:01,10.0,0,0.0,
        2017-10-09 08:00:02,3600.0,64,230400.0,vc-b

        """
    private static let throughputs = """
        {"v100": {"('ResNet-18 (batch size 16)', 1)": {"null": 10.0}}, "k80": {"('ResNet-18 (batch size 16)', 1)": {"null": 2.0}}}
        """
    private static let gavel = """
        ResNet-18 (batch size 16)\tpython3 main.py\t--num_steps\t1\t36000\t0.000000\t1
        ResNet-18 (batch size 16)\tpython3 main.py\t--num_steps\t1\t36000\t10.000000\t1
        ResNet-18 (batch size 16)\tpython3 main.py\t--num_steps\t1\t36000\t20.000000\t8

        """
    private static let requests = """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:15:46.6805900,374,44
        2023-11-16 18:15:50.9951690,396,109
        2023-11-16 18:17:51.0000000,396,9000

        """
    private static let sacct = """
        JobID|Submit|Start|End|Elapsed|State|AllocTRES|Account
        7|2024-03-01T12:00:00|2024-03-01T12:00:10|2024-03-01T13:00:10|01:00:00|COMPLETED|cpu=8,gres/gpu:h100=8,mem=64G,node=1|noaa
        8|2024-03-01T12:00:01|2024-03-01T13:00:10|2024-03-01T14:00:10|01:00:00|COMPLETED|cpu=8,gres/gpu:h100=8,mem=64G,node=1|nist
        9|2024-03-01T12:00:02|2024-03-01T13:00:10|2024-03-01T14:00:10|01:00:00|COMPLETED|cpu=8,gres/gpu:tpu9=8,mem=64G,node=1|nist

        """
    private static let nodes = """
        sn,cpu_milli,memory_mib,gpu,model
        n1,96000,393216,8,G2
        n2,64000,262144,2,P100

        """
    private static let pods = """
        name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec
        p1,4000,8192,1,500,
        p2,8000,16384,1,1000,P100
        p3,16000,65536,4,1000,
        p4,200000,8192,1,1000,

        """

    init() throws { folder = try TemporaryDirectory() }

    private func run(_ line: String) async -> Typed { await Typed.run(["simulate"] + line.split(separator: " ").map(String.init)) }

    private func keys(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("philly: the keys of --json, rows sorted and counted, an end before its start and a job larger than the cluster listed")
    func philly() async throws {
        let jobs = try folder.write(Self.philly, to: "jobs.csv")
        let typed = await run("philly --jobs \(jobs) --cluster 2x8 --json")
        #expect(typed.code == 0 && typed.notes.isEmpty, "\(typed.notes)")
        let report = try keys(typed.out)
        let wait = try #require(report["wait_seconds"] as? [String: Any])
        for key in ["mean", "p50", "p99"] { #expect(wait[key] is Double, "\(key)") }
        for key in ["wait_seconds_over_8", "jct_seconds_mean", "utilisation_percent", "events_per_second"] {
            #expect(report[key] is Double, "\(key)")
        }
        #expect(report["out_of_order"] as? Int == 1 && report["left_out"] as? Int == 2 && report["ended"] as? Int == 3)
        let imports = try #require(report["imports"] as? [String: [String: Any]])
        #expect(imports["larger than the cluster"]?["count"] as? Int == 1)
        let first = try #require(imports["ends before its start"]?["first"] as? [[String: Any]])
        #expect(first.first?["line"] as? Int == 4)
        let table = await run("philly --jobs \(jobs) --cluster 2x8")
        #expect(table.out.hasPrefix("philly on 2 nodes with 16 devices\nplain queue\n"))
        #expect(table.out.contains("1 larger than the cluster\n  line 6: job 6: 8 members of 8; 2 fit on the empty cluster\n"))
    }

    @Test(
        "gavel: the first kind of the cluster is taken while it has room; what was not measured is counted and listed, or taken on demand")
    func gavel() async throws {
        let (jobs, table) = (try folder.write(Self.gavel, to: "t"), try folder.write(Self.throughputs, to: "t.json"))
        let line = "gavel --throughputs \(table) --jobs \(jobs) --cluster v100:1,k80:1 --json"
        let report = try keys(await run(line).out)
        // 1 h on the V100, 5 h on the K80.
        #expect(report["jct_hours_mean"] as? Double == 3)
        #expect(report["makespan_hours"] as? Double == 5 + 10 / 3600.0)
        #expect(report["energy_kwh"] is Double)
        let unknown = try #require((report["imports"] as? [String: [String: Any]])?["unknown model"])
        #expect(unknown["count"] as? Int == 1 && unknown["kept"] as? Bool == false)
        let taken = try keys(await run(line.replacing("v100:1,k80:1", with: "v100:8,k80:8") + " --take-fewer").out)
        #expect((taken["imports"] as? [String: [String: Any]])?["throughput of fewer accelerators"]?["count"] as? Int == 1)
        #expect(taken["ended"] as? Int == 3)
    }

    @Test("openb: the keys of --json; a pod that no node holds is rejected and listed; the same seed gives the same figures")
    func openb() async throws {
        let (nodes, pods) = (try folder.write(Self.nodes, to: "n.csv"), try folder.write(Self.pods, to: "p.csv"))
        let line = "openb --nodes \(nodes) --jobs \(pods) --seed 7 --inflate 1.3 --json"
        for rule in ["learnt", "fgd", "first-fit"] {
            let report = try keys(await run("\(line) --rule \(rule)").out)
            let allocation = try #require(report["allocation_percent"] as? [String: Double])
            #expect(allocation.keys.sorted() == ["100", "130"] && allocation.values.allSatisfy { $0 > 50 && $0 <= 100 }, "\(allocation)")
            #expect((report["fragmentation_percent"] as? [String: Double])?.keys.sorted() == ["80", "90"])
            #expect((report["power_kw"] as? [String: Double])?.keys.sorted() == ["20", "50", "80"])
            for key in ["decisions_per_second", "p50_us", "p99_us"] { #expect(report[key] is Double, "\(key)") }
            #expect(report["rejected"] as? Int ?? 0 > 0 && report["too_large_first"] as? [String] == ["p4"])
        }
        let half = try keys(await run("openb --nodes \(nodes) --jobs \(pods) --seed 7 --inflate 0.9 --json").out)
        #expect((half["allocation_percent"] as? [String: Double])?["130"] == nil)
        let compared = try keys(await run("\(line) --rule fgd --rule first-fit").out)
        #expect(compared.keys.sorted() == ["difference", "first", "second"])
    }

    @Test("azure: the replicas that the load needs; slurm: accounts as agencies, and a kind that the cluster lacks is listed")
    func others() async throws {
        let requests = try folder.write(Self.requests, to: "r.csv")
        let azure = try keys(
            await run("azure --requests \(requests) --cluster h100:2x8 --accel h100:2 --generated-tokens 100 --interval 60s --json").out)
        #expect(azure["ended"] as? Int == 2 && azure["makespan_hours"] as? Double == 3 / 60.0)
        let sacct = try folder.write(Self.sacct, to: "s.txt")
        let slurm = try keys(await run("slurm --jobs \(sacct) --cluster h100:1x8 --json").out)
        #expect((slurm["wait_seconds"] as? [String: Any])?["max"] as? Double == 3599)
        #expect((slurm["agencies"] as? [String: Double])?.keys.sorted() == ["nist", "noaa"])
        #expect((slurm["imports"] as? [String: [String: Any]])?["unknown accelerator kind"]?["count"] as? Int == 1)
    }

    @Test("two policies side by side, with their differences, on a page too")
    func compared() async throws {
        let jobs = try folder.write(Self.philly, to: "jobs.csv")
        let plain = try folder.write("schema: 1\n", to: "plain.yaml")
        let short = try folder.write("schema: 1\nqueues: {short: {default_time: 1m}}\n", to: "short.yaml")
        let page = folder.file("page.html")
        let line = "philly --jobs \(jobs) --cluster 2x8 --compare \(plain) \(short)"
        let typed = await run("\(line) --html \(page) --json")
        #expect(typed.code == 0, "\(typed.notes)")
        let both = try keys(typed.out)
        #expect((both["difference"] as? [String: Double])?["timed_out"] == 2)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("plain.yaml") && html.contains("short.yaml") && html.contains("<svg"))
        let table = await run(line)
        #expect(table.out.contains("FIRST") && table.out.contains("DIFFERENCE"))
    }

    @Test("a fleet file says the machines, and a journal is replayed under its own last policy")
    func journal() async throws {
        let fleet = try folder.write(
            "schema: 1\nname: f\nnodes:\n  - {names: \"h-[1-2]\", instance: p5e.48xlarge, place: site}\n", to: "fleet.yaml")
        let state = folder.file("state")
        let text = "schema: 1\nagencies: {noaa: {users: [ada]}}\nqueues: {q: {weight: 5}}\n"
        try write(text, to: state)
        let report = try keys(await run("journal --state-dir \(state) --fleet \(fleet) --json").out)
        #expect(report["policy"] as? String == "revision 1 of \(state)")
        #expect(report["ended"] as? Int == 1 && report["rejected"] as? Int == 0)
        // Under a policy without its queue the job is rejected, and that is said.
        let other = try folder.write("schema: 1\n", to: "other.yaml")
        let table = await run("journal --state-dir \(state) --fleet \(fleet) --policy \(other)")
        #expect(table.code == 0 && table.out.contains("the policy has no queue \"q\""), "\(table)")
    }

    /// A journal of one job that ran for ten seconds.
    private func write(_ policy: String, to state: String) throws {
        let journal = try StateDirectory.open(state, initialise: true).openJournal()
        var spec = JobSpec(name: "j", jobClass: .batch, program: .command(["true"]), directory: "/")
        spec.queue = try QueueName("q")
        spec.accelerators = [AcceleratorRequest(kind: try KindName("h200"), count: 8)]
        let revision = PolicyRevision(
            number: 1, text: policy, by: "root", at: Timestamp(milliseconds: 1), policy: try PolicyFile.decode(policy, fileName: nil))
        let submission = JobEvent.Submission(
            spec: spec, submitter: Submitter(uid: 1, gid: 1, user: "ada"), agency: try AgencyName("noaa"), key: nil)
        let id = JobID(number: 1)
        let records: [JournalEntry.Record] = [
            .policyApplied(revision), .job(id, .submitted(submission)), .job(id, .placed(attempt: 1, members: [])),
            .job(id, .started(RunID(job: id, attempt: 1, member: 0, run: 1), pid: 7)), .job(id, .ended(.succeeded, exitCode: 0, why: "")),
        ]
        try journal.append(
            records.enumerated().map {
                JournalEntry(sequence: UInt64($0) + 1, time: Timestamp(milliseconds: Int64($0) * 10_000), record: $1)
            })
    }

    @Test(
        "a faulty trace is 65, with file and line",
        arguments: [
            ("", "the file has no rows"), ("timestamp,duration,num_gpus\n", "there is no job in it"),
            ("timestamp,duration,num_gpus\n2017-10-09 07:01:55,66.0", ":2: the row has 2 of 3 fields: it is cut short"),
            ("timestamp,duration,num_gpus\n2017-13-09 07:01:55,66.0,1\n", ":2: timestamp"),
            ("timestamp,duration\n2017-10-09 07:01:55,66.0\n", ":1: there is no column \"num_gpus\""),
            ("timestamp,duration,num_gpus\n2017-10-09 07:01:55,66.0,64\n", "1 larger than the cluster"),
            ("timestamp,duration,num_gpus\n2017-10-09 07:01:55,66.0,1000001\n", ":2: num_gpus"),
        ])
    func badTrace(text: String, says: String) async throws {
        let jobs = try folder.write(text, to: "bad.csv")
        let typed = await run("philly --jobs \(jobs) --cluster 2x8")
        #expect(typed.code == 65 && typed.out.isEmpty)
        #expect(typed.notes.count == 1 && typed.notes[0].hasPrefix("berth: \(jobs)") && typed.notes[0].contains(says), "\(typed.notes)")
    }

    @Test("a GPU model that openb does not have is 65 at its line, and so is a node list without GPUs")
    func badModel() async throws {
        let pods = try folder.write(Self.pods, to: "p.csv")
        let nodes = try folder.write("sn,cpu_milli,memory_mib,gpu,model\nn1,96000,393216,8,H900\n", to: "n.csv")
        let typed = await run("openb --nodes \(nodes) --jobs \(pods)")
        #expect(typed.code == 65 && typed.notes[0].contains("\(nodes):2: there is no GPU model \"H900\""), "\(typed)")
        let none = try folder.write("sn,cpu_milli,memory_mib,gpu,model\nn1,96000,393216,0,\n", to: "n.csv")
        #expect(await run("openb --nodes \(none) --jobs \(pods)").code == 65)
    }

    @Test(
        "what cannot be simulated is a fault of usage, in one line",
        arguments: [
            "philly --jobs JOBS", "philly --jobs JOBS --cluster 64", "philly --jobs JOBS --cluster 0x8",
            "philly --jobs JOBS --cluster 2x17",
            "philly --jobs JOBS --cluster 2x8 --fleet f.yaml", "philly --jobs JOBS --cluster 2x8 --speed-up 0",
            "philly --jobs JOBS --cluster 2x8 --speed-up nan", "philly --jobs JOBS --cluster 2x8 --per-member 17",
            "philly --jobs JOBS --cluster 2x8 --compare JOBS", "philly --jobs JOBS --cluster 2x8 --node-cores 0",
            "philly --jobs JOBS --cluster 2x8 --node-memory 5", "philly --jobs JOBS --cluster 1000000x8,1x8",
            "philly --jobs JOBS --cluster 2x8 --queue ?", "gavel --throughputs TABLE --jobs JOBS --cluster h100:1",
            "openb --nodes JOBS --jobs JOBS --inflate 0", "openb --nodes JOBS --jobs JOBS --arrivals JOBS",
            "azure --requests JOBS --cluster 1x8 --accel h100:1", "azure --requests JOBS --cluster 1x8 --accel h100:99 --request-rate 1",
            "azure --requests JOBS --cluster 1x8 --accel h100:1 --request-rate 1 --interval 5ms",
            "slurm --jobs JOBS --cluster 1x8 --kind a", "journal --state-dir JOBS --cluster 1x8 --queue q",
        ])
    func usage(line: String) async throws {
        let (jobs, table) = (try folder.write(Self.philly, to: "jobs.csv"), try folder.write(Self.throughputs, to: "t.json"))
        let typed = await run(line.replacing("JOBS", with: jobs).replacing("TABLE", with: table))
        #expect(typed.code == 64 && typed.out.isEmpty)
        #expect(typed.notes.first?.hasPrefix("berth: ") == true, "\(typed.notes)")
    }

    @Test("a file that is not there is 74, a page that cannot be written too; policies and fleets that are not good are 78")
    func files() async throws {
        let jobs = try folder.write(Self.philly, to: "jobs.csv")
        #expect(await run("philly --jobs /nonexistent.csv --cluster 2x8").code == 74)
        #expect(await run("philly --jobs \(jobs) --cluster 2x8 --html /nonexistent/p.html").code == 74)
        let bad = try folder.write("schema: 1\nquues: {}\n", to: "bad.yaml")
        #expect(await run("philly --jobs \(jobs) --cluster 2x8 --policy \(bad)").code == 78)
        #expect(await run("philly --jobs \(jobs) --fleet \(bad)").code == 78)
        let elsewhere = try folder.write("schema: 1\npower: {hall-9: {budget: 1 kW}}\n", to: "elsewhere.yaml")
        #expect(await run("philly --jobs \(jobs) --cluster 2x8 --policy \(elsewhere)").code == 78)
        let small = try folder.write("schema: 1\npower: {site: {budget: 1 kW}}\n", to: "small.yaml")
        let typed = await run("philly --jobs \(jobs) --cluster 2x8 --policy \(small)")
        #expect(typed.code == 78 && typed.notes.count == 1, "\(typed.notes)")
    }
}
