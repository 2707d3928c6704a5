import BerthAPI
import BerthModel
import CannedServer
import Testing

@testable import berth

@Suite struct ListingTests {
    private func listed(_ words: String...) async throws -> Typed {
        let body = try Views.json(JobList(jobs: Views.mixed(), nextCursor: nil))
        return try await Typed.run(["ls"] + words, answers: ["GET /v1/jobs": body]).typed
    }

    @Test("the table shows what runs, what waits and what ended, one row an array, and says modelled")
    func table() async throws {
        let typed = try await listed()
        #expect(typed.out == """
            ID      NAME       QUEUE     KIND   STATE        ACCEL             WATTS  TIME  POS  WHERE / WHY
            4127    train-a    research  gang   running      16 h200            9600   42s    -  h-[03-04]
            4131_*  tune[0-2]  -         batch  1/3 running  1 trn2 modelled     360     -    -  t-01
            4130    eval       -         batch  pending      4 h200 | 16 trn2   2400     -    1  WaitingForPower: hall-2 has 1.3 kW left
            4100    bad        -         batch  failed       -                     0    5s    -  exit 3

            """)
        #expect(typed.code == 0)
    }

    @Test("chosen columns, names and squeue's words print exactly what was asked")
    func columns() async throws {
        #expect(try await listed("-o", "table=ID,WHY").out == "ID      WHY\n4127    -\n4131_*  ArrayLimit\n4130    WaitingForPower\n4100    -\n")
        #expect(try await listed("-o", "name").out == "4127\n4131\n4130\n4100\n")
        #expect(try await listed("-h", "-o", "%.6i|%T").out == "  4127|running\n4131_*|1/3 running\n  4130|pending\n  4100|failed\n")
        let unknown = try await listed("-o", "table=ID,WYH")
        #expect(unknown.code == 64)
        #expect(unknown.notes == ["berth: there is no column \"WYH\"; did you mean \"WHY\"?"])
        let letter = try await listed("-o", "%i %Y")
        #expect(letter.code == 64)
        #expect(letter.notes[0].contains("\"%Y\" is not supported"))
    }

    @Test("JSON is one object with the list, with every task and every key of the API")
    func json() async throws {
        let typed = try await listed("-o", "json")
        #expect(typed.out.hasPrefix("{\n  \"jobs\" : ["))
        #expect(typed.out.contains("\"id\" : \"4131_2\""))
        #expect(typed.out.contains("\"class\" : \"gang\""))
        let lines = try await listed("-o", "ndjson").out.split(separator: "\n")
        #expect(lines.count == 6)
        let yaml = try await listed("-o", "yaml").out
        #expect(yaml.hasPrefix("jobs:\n- agency: noaa\n"))
        #expect(yaml.contains("  id: \"4127\"\n"))
    }

    @Test("an unknown format is refused with the nearest one")
    func unknownFormat() async throws {
        let typed = try await listed("-o", "jsno")
        #expect(typed.code == 64)
        #expect(typed.notes == ["berth: -o takes no format \"jsno\"; did you mean \"json\"?"])
    }

    @Test("no jobs is said, not shown as an empty screen")
    func empty() async throws {
        let (typed, requests) = try await Typed.run(["ls"], answers: ["GET /v1/jobs": #"{"jobs":[]}"#])
        #expect(typed.out.hasPrefix("ID"))
        #expect(typed.notes == ["you have no such job; -A lists all that you may see"])
        #expect(requests[0].target == "/v1/jobs?mine=true&limit=5000")
    }

    @Test("-A asks for all, and states may be given in Slurm's short forms")
    func filters() async throws {
        let (_, requests) = try await Typed.run(["ls", "-A", "-t", "PD,failed"], answers: ["GET /v1/jobs": #"{"jobs":[]}"#])
        #expect(requests[0].target == "/v1/jobs?state=pending%2Cheld%2Cfailed&limit=5000")
    }

    @Test("control characters in a job's name do not reach the terminal")
    func controlCharacters() async throws {
        let job = Views.job("1", "a\u{1b}[31mred", "running")
        let body = try Views.json(JobList(jobs: [job], nextCursor: nil))
        let typed = try await Typed.run(["ls"], answers: ["GET /v1/jobs": body]).typed
        #expect(!typed.out.contains("\u{1b}"))
    }

    @Test("power prints the tree with its figures")
    func power() async throws {
        let view = PowerView(domains: [
            PowerView.Domain(
                name: "site", parent: nil, depth: 0, budgetWatts: 4_000_000, reservedWatts: 3_120_000, baseWatts: 100_000, freeWatts: 880_000,
                measuredWatts: nil, state: "ok"),
            PowerView.Domain(
                name: "hall-1", parent: "site", depth: 1, budgetWatts: nil, reservedWatts: 500, baseWatts: 500, freeWatts: nil, measuredWatts: 20,
                state: "tight"),
        ])
        let typed = try await Typed.run(["power"], answers: ["GET /v1/power": try Views.json(view)]).typed
        #expect(typed.out == """
            BUDGET     CAP  COMMITTED  MEASURED    FREE    BASE  STATE
            site      4 MW    3.12 MW         -  880 kW  100 kW  ok
              hall-1     -      500 W      20 W       -   500 W  tight

            """)
    }

    @Test("nodes says modelled of devices and of whole hosts, and --problems shows why")
    func nodes() async throws {
        func node(_ name: String, _ state: String, modelled: Bool) -> NodeView {
            NodeView(
                name: name, state: state, place: "rack-1", reason: state == "ready" ? nil : "fan 3", drainedBy: state == "ready" ? nil : "user1",
                since: nil, accelerators: [.init(kind: "h200", total: 8, free: 3, modelled: true)], coresTotal: 96, coresFree: "95.5",
                memoryMebibytesTotal: 2 << 20, memoryMebibytesFree: 1 << 20, watts: 5000, jobs: ["41"], modelled: modelled)
        }
        let body = try Views.json(NodeList(nodes: [node("h-01", "ready", modelled: false), node("h-02", "drained", modelled: true)]))
        let all = try await Typed.run(["nodes"], answers: ["GET /v1/nodes": body]).typed.out
        #expect(all.contains("h-01  ready             3/8 h200 modelled  95.5/96  1 TiB of 2 TiB   5000  rack-1  41\n"))
        #expect(all.contains("h-02  drained modelled"))
        let problems = try await Typed.run(["nodes", "--problems"], answers: ["GET /v1/nodes": body]).typed.out
        #expect(problems == "NODE  STATE             SINCE  BY     REASON  JOBS\nh-02  drained modelled  -      user1  fan 3   41\n")
    }
}
