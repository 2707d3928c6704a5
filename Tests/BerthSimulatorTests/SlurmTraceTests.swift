import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("importing Slurm's accounting")
struct SlurmTraceTests {
    static let header = "JobID|JobName|User|Account|Priority|Submit|Eligible|Start|End|Elapsed|State|AllocTRES|ReqTRES|NNodes"
    static let sample = """
        \(header)
        101|train|ada|noaa|4294|2024-03-01T12:00:00|2024-03-01T12:00:00|2024-03-01T12:05:00|2024-03-02T13:05:30|1-01:00:30|COMPLETED|\
        billing=64,cpu=64,energy=12,gres/gpu:h100=16,gres/gpu=16,mem=512G,node=2|billing=64,cpu=64,gres/gpu=16,mem=512G,node=2|2
        101.batch|batch||noaa||2024-03-01T12:05:00|2024-03-01T12:05:00|2024-03-01T12:05:00|2024-03-02T13:05:30|1-01:00:30|COMPLETED|\
        cpu=32,gres/gpu:h100=8,mem=256G,node=1||1
        101.0|python||noaa||2024-03-01T12:05:01|2024-03-01T12:05:01|2024-03-01T12:05:01|2024-03-02T13:05:30|1-01:00:29|COMPLETED|\
        cpu=64,node=2||2
        102_7|sweep "a|b" |bob|epa|10|2024-03-01T12:00:10|2024-03-01T13:00:00|2024-03-01T13:00:05|2024-03-01T13:00:50|00:00:45|FAILED|\
        billing=5,cpu=5,gres/gpu=1,mem=2.50G,node=1||1
        102_[8-9%1]|sweep|bob|epa|10|2024-03-01T12:00:10|Unknown|Unknown|Unknown|00:00:00|PENDING|\
        |billing=5,cpu=5,gres/gpu:h200=1,mem=1500M,node=1|1
        103|gone|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|None|2024-03-01T12:02:00|00:00:00|CANCELLED by 1001|\
        |cpu=1,mem=1G,node=1|1
        104|odd|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|2024-03-01T12:02:00|00:00:00|COMPLETED|\
        cpu=1,node=1|cpu=1,node=1|1
        105|two|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|2024-03-01T12:04:00|00:01:00|COMPLETED|\
        cpu=2,gres/gpu:a100=1,gres/gpu:h100=1,gres/gpu=2,node=1||1
        106|shard|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|2024-03-01T12:04:00|00:01:00|COMPLETED|\
        cpu=2,gres/shard=3,node=1||1
        107|uneven|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|2024-03-01T12:04:00|00:01:00|TIMEOUT|\
        cpu=8,gres/gpu=5,gres/gpumem=4G,mem=10G,node=2||2
        108|again|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|2024-03-01T12:04:00|00:01:00|REQUEUED|\
        cpu=1,node=1||1
        109+1|het|bob|epa|1|2024-03-01T12:01:00|2024-03-01T12:01:00|2024-03-01T12:03:00|Unknown|00:01:00|RUNNING|cpu=3,node=1||1

        """

    private func trace(_ text: String, kindNames: [String: KindName] = [:]) throws(BerthError) -> SlurmTrace {
        try SlurmTrace(Traces.rows(text, separator: "|"), kindNames: kindNames)
    }

    private func all() throws -> (jobs: [String: TraceJob], order: [String], report: ImportReport) {
        let (jobs, report) = try Traces.drain(trace(SlurmTraceTests.sample))
        return (Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0) }), jobs.map(\.id), report)
    }

    @Test("a job has members by its nodes, and each its part of devices, cores and memory")
    func job() throws {
        let job = try #require(try all().jobs["101"])
        #expect(job.members == 2)
        #expect(job.jobClass == .gang)
        #expect(job.choices == [DeviceChoice(kind: KindName(literal: "h100"), count: 8)])
        #expect(job.cores == .cores(32))
        #expect(job.memory == .gibibytes(256))
        #expect(job.duration == .seconds(90_030))
        #expect(job.arrival.description == "2024-03-01T12:00:00.000Z")
        #expect(job.agency == "noaa")
        #expect(job.user == "ada")
        #expect(job.priority == 4294)
    }

    @Test("a task arrives when it became eligible; a bar in its name does not move its other columns")
    func task() throws {
        let job = try #require(try all().jobs["102_7"])
        #expect(job.arrival.description == "2024-03-01T13:00:00.000Z")
        #expect(job.duration == .seconds(45))
        #expect(job.choices == [DeviceChoice(kind: nil, count: 1)])
        #expect(job.memory == Bytes(2_684_354_560))
    }

    @Test("tasks that wait in one row are one job each, of what they asked for and of unknown duration")
    func waiting() throws {
        let (jobs, order, report) = try all()
        #expect(order == ["101", "102_7", "102_8", "102_9", "107", "109+1"])
        let task = try #require(jobs["102_9"])
        #expect(task.duration == nil)
        #expect(task.choices == [DeviceChoice(kind: KindName(literal: "h200"), count: 1)])
        #expect(task.memory == .mebibytes(1500))
        #expect(report[.unfinished].first.map(\.job) == ["102_[8-9%1]", "109+1"])
    }

    @Test("what is no job of its own, or cannot be used, is counted with its line")
    func findings() throws {
        let report = try all().report
        func lines(_ finding: ImportFinding) -> [Int] { report[finding].first.map(\.line) }
        #expect(report.rows == 12)
        #expect(lines(.step) == [3, 4])
        #expect(lines(.neverRan) == [7])
        #expect(lines(.endBeforeStart) == [8])
        #expect(lines(.severalKinds) == [9])
        #expect(lines(.partOfDevice) == [10])
        #expect(lines(.uneven) == [11])
        #expect(lines(.requeued) == [12])
        #expect(lines(.component) == [13])
        #expect(report.leftOut == 7)
        #expect(report[.severalKinds].first.first?.why == "1 a100, 1 h100")
        #expect(
            report.text(listed: 1) == """
                t: 12 rows read, 7 left out
                  1 ends before its start
                    line 8: job 104: it ended 1m before its start
                  1 never ran
                    line 7: job 103
                  2 step of a job
                    line 3: job 101.batch
                    and 1 more
                  1 earlier attempt
                    line 12: job 108: REQUEUED
                  1 several accelerator kinds at once
                    line 9: job 105: 1 a100, 1 h100
                  1 part of a device of unknown size
                    line 10: job 106
                  1 devices uneven over its nodes (kept)
                    line 11: job 107: 5 devices on 2 nodes
                  1 component of a heterogeneous job (kept)
                    line 13: job 109+1
                  2 not ended in the trace (kept)
                    line 6: job 102_[8-9%1]: PENDING
                    and 1 more
                """)
    }

    @Test("devices that do not divide among nodes keep their number")
    func uneven() throws {
        let job = try #require(try all().jobs["107"])
        #expect(job.devices == 5)
        #expect(job.members == 5)
        #expect(job.cores == .cores(2))
        #expect(job.memory == .gibibytes(2))
    }

    @Test("a type of device may be called otherwise here")
    func names() throws {
        let jobs = try Traces.drain(trace(SlurmTraceTests.sample, kindNames: ["h100": KindName(literal: "h100-sxm")])).all
        #expect(jobs[0].choices.first?.kind?.text == "h100-sxm")
    }

    @Test("three columns are enough for a job that is not over, and times may be seconds")
    func few() throws {
        let jobs = try Traces.drain(trace("State|Submit|JobID\nRUNNING|1709294400|7\n")).all
        #expect(jobs.map(\.id) == ["7"])
        #expect(jobs[0].arrival.description == "2024-03-01T12:00:00.000Z")
        #expect(jobs[0].choices.isEmpty)
        let raw = try Traces.drain(trace("JobID|Submit|State|ElapsedRaw\n7|2024-03-01T12:00:00|COMPLETED|90\n")).all
        #expect(raw[0].duration == .seconds(90))
    }

    @Test(
        "a row that is not understood ends the import with file, line and column",
        arguments: [
            ("x|2024-03-01T12:00:00|RUNNING|", "t:2: JobID \"x\" is not understood"),
            ("5_[1-9,...]|2024-03-01T12:00:00|PENDING|", "t:2: JobID \"5_[1-9,...]\" is not understood (set SLURM_BITSTR_LEN=0)"),
            ("5|yesterday|RUNNING|", "t:2: Submit \"yesterday\" is not a time like 2024-03-01T12:00:00"),
            ("5|Unknown|RUNNING|", "t:2: Submit is empty"),
            ("5|2024-03-01T12:00:00|SLEEPING|", "t:2: State \"SLEEPING\" is not a state of Slurm"),
            ("5|2024-03-01T12:00:00|RUNNING|cpu", "t:2: the resources \"cpu\" are not understood"),
            ("5|2024-03-01T12:00:00|RUNNING|mem=-1G", "t:2: the resources \"mem=-1G\" are not understood"),
            (
                "5|2024-03-01T12:00:00|COMPLETED|cpu=1",
                "t:2: nothing says how long the job ran (have sacct print Elapsed, or Start and End)"
            ),
            ("5|2024-03-01T12:00:00", "t:2: the row has 2 of 4 fields: it is cut short"),
            (
                "5|2024-03-01T12:00:00|RUNNING|gres/gpu:a b=1",
                "t:2: \"a b\" is not a name (use 1 to 63 letters, digits, \".\", \"_\" or \"-\", starting with a letter or digit)"
            ),
        ])
    func faults(row: String, message: String) {
        let error = Traces.refusal { () throws(BerthError) in try trace("JobID|Submit|State|AllocTRES\n\(row)\n") }
        #expect(error?.description == message)
    }

    @Test("surplus fields are refused where two columns could have them")
    func twoFree() {
        let text = "JobID|JobName|Comment|Submit|State\n5|a|b|c|2024-03-01T12:00:00|RUNNING\n"
        let error = Traces.refusal { () throws(BerthError) in try trace(text) }
        #expect(error?.message == "the row has 6 of 5 fields: it has too many")
    }
}
