import BerthModel
import BerthScheduler
import BerthStorage
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("importing a journal")
struct JournalTraceTests {
    /// Writes a journal, one event a second.
    struct Writer {
        let directory: TemporaryDirectory
        var path: String { directory.file("state") }
        private let journal: SQLiteJournal
        private var sequence: UInt64 = 0

        init() throws {
            directory = try TemporaryDirectory()
            journal = try StateDirectory.open(directory.file("state"), initialise: true).openJournal()
        }

        mutating func add(_ records: [JournalEntry.Record]) throws {
            try journal.append(
                records.map { record in
                    sequence += 1
                    return JournalEntry(sequence: sequence, time: Timestamp(milliseconds: Int64(sequence) * 1000), record: record)
                })
        }

        mutating func job(_ id: String, _ event: JobEvent) throws { try add([.job(try #require(JobID(id)), event)]) }
    }

    private static func submitted(_ change: (inout JobSpec) -> Void = { _ in }) throws -> JobEvent {
        var spec = JobSpec(name: "j", jobClass: .batch, program: .command(["true"]), directory: "/")
        change(&spec)
        let submitter = Submitter(uid: 1, gid: 1, user: "ada")
        return .submitted(.init(spec: spec, submitter: submitter, agency: try AgencyName("noaa"), key: nil))
    }

    private static func started(_ id: String, attempt: Int = 1, member: Int = 0) throws -> JobEvent {
        .started(RunID(job: try #require(JobID(id)), attempt: attempt, member: member, run: 1), pid: 7)
    }

    @Test("of the time since a moment come the jobs that ran or waited then, with what was left of them, and those that came later")
    func since() throws {
        var writer = try Writer()
        for id in ["1", "2", "3"] { try writer.job(id, JournalTraceTests.submitted()) }
        for id in ["1", "2"] {
            try writer.job(id, .placed(attempt: 1, members: []))
            try writer.job(id, JournalTraceTests.started(id))
        }
        // 8 s: the first is over before the moment; the second ends at 10 s, the third and fourth start later.
        try writer.job("1", .ended(.succeeded, exitCode: 0, why: ""))
        try writer.job("4", JournalTraceTests.submitted())
        try writer.job("2", .ended(.succeeded, exitCode: 0, why: ""))
        for id in ["3", "4"] { try writer.job(id, .placed(attempt: 1, members: [])) }
        for id in ["3", "4"] { try writer.job(id, JournalTraceTests.started(id)) }
        for id in ["3", "4"] { try writer.job(id, .ended(.succeeded, exitCode: 0, why: "")) }
        var trace = try JournalTrace(stateDirectory: writer.path, since: Timestamp(milliseconds: 8500))
        var jobs: [TraceJob] = []
        while let job = try trace.next() { jobs.append(job) }
        #expect(jobs.map(\.id) == ["2", "3", "4"])
        #expect(jobs.map(\.arrival.milliseconds) == [8500, 8500, 9000])
        #expect(jobs.map(\.duration) == [.milliseconds(1500), .seconds(2), .seconds(2)])
    }

    @Test("jobs come in the order of submission, each with the length of its last attempt")
    func jobs() throws {
        var writer = try Writer()
        try writer.job(
            "1", JournalTraceTests.submitted { $0.accelerators = [AcceleratorRequest(kind: KindName(literal: "h200"), count: 8)] })
        try writer.job(
            "2",
            JournalTraceTests.submitted {
                ($0.jobClass, $0.nodes, $0.priority, $0.cpus, $0.memory) = (.gang, 3, 5, .cores(4), .gibibytes(9))
            })
        try writer.job("2", .placed(attempt: 1, members: []))
        try writer.job("2", JournalTraceTests.started("2"))
        try writer.job("2", JournalTraceTests.started("2", member: 1))
        try writer.job("2", .ended(.succeeded, exitCode: 0, why: ""))
        try writer.job("1", .placed(attempt: 1, members: []))
        try writer.job("1", JournalTraceTests.started("1"))
        try writer.job("1", .requeued(attempt: 1, why: "node lost"))
        try writer.job("1", .updated(priority: 9, time: nil, by: "root"))
        try writer.job("1", .placed(attempt: 2, members: []))
        try writer.job("1", JournalTraceTests.started("1", attempt: 2))
        try writer.add([.nodeUndrained(NodeName(literal: "n1"), by: "root")])
        try writer.job("1", .ended(.failed, exitCode: 1, why: ""))
        let (jobs, report) = try Traces.drain(JournalTrace(stateDirectory: writer.path))
        #expect(jobs.map(\.id) == ["1", "2"])
        #expect(jobs.map(\.duration) == [.seconds(2), .seconds(2)])
        #expect(jobs.map(\.arrival.milliseconds) == [1000, 2000])
        #expect(jobs[0].choices == [DeviceChoice(kind: KindName(literal: "h200"), count: 8)])
        #expect(jobs[0].priority == 9)
        #expect((jobs[1].members, jobs[1].jobClass, jobs[1].priority) == (3, .gang, 5))
        #expect((jobs[1].cores, jobs[1].memory) == (.cores(4), .gibibytes(9)))
        #expect(jobs.allSatisfy { $0.agency == "noaa" && $0.user == "ada" })
        #expect(report.rows == 14)
        #expect(report.leftOut == 0)
    }

    @Test("each task of an array is a job; what never ran is left out, what still runs has no length")
    func tasks() throws {
        var writer = try Writer()
        try writer.job("1", JournalTraceTests.submitted { $0.array = ArraySpec(indexes: [2, 5, 9], limit: nil) })
        try writer.job("1_5", .placed(attempt: 1, members: []))
        try writer.job("1_5", JournalTraceTests.started("1_5"))
        try writer.job("1_5", .ended(.succeeded, exitCode: 0, why: ""))
        try writer.job("1_2", .ended(.cancelled, exitCode: nil, why: ""))
        let (jobs, report) = try Traces.drain(JournalTrace(stateDirectory: writer.path))
        #expect(jobs.map(\.id) == ["1_5", "1_9"])
        #expect(jobs.map(\.duration) == [.seconds(1), nil])
        #expect(report[.neverRan].first.map(\.job) == ["1_2"])
        #expect(report[.unfinished].first == [ImportReport.Place(line: 1, job: "1_9", why: "")])
    }

    @Test("a job that outlives those that may be held is given without its length, and the rest with theirs")
    func held() throws {
        var writer = try Writer()
        try writer.job("1", JournalTraceTests.submitted())
        for number in 2...60 {
            try writer.job("\(number)", JournalTraceTests.submitted())
            try writer.job("\(number)", .placed(attempt: 1, members: []))
            try writer.job("\(number)", JournalTraceTests.started("\(number)"))
            try writer.job("\(number)", .ended(.succeeded, exitCode: 0, why: ""))
        }
        try writer.job("1", .ended(.cancelled, exitCode: nil, why: ""))
        let reader = try JournalReader.open(stateDirectory: writer.path)
        let (jobs, report) = try Traces.drain(JournalTrace(reader, name: "state", heldMax: 10))
        #expect(jobs.map(\.id) == (1...60).map(String.init))
        #expect(jobs[0].duration == nil)
        #expect(jobs.dropFirst().allSatisfy { $0.duration == .seconds(1) })
        #expect(report[.unfinished].count == 1)
        let whole = try Traces.drain(JournalTrace(reader, name: "state", heldMax: 60))
        #expect(whole.all.count == 59)
        #expect(whole.report[.neverRan].count == 1)
    }

    @Test("thousands of jobs pass through what is held", arguments: [1, 5000])
    func many(heldMax: Int) throws {
        var writer = try Writer()
        let count = 5000
        var records: [JournalEntry.Record] = []
        for number in 1...count {
            let id = JobID(number: UInt64(number))
            records += [
                .job(id, try JournalTraceTests.submitted()), .job(id, .placed(attempt: 1, members: [])),
                .job(id, try JournalTraceTests.started("\(number)")), .job(id, .ended(.succeeded, exitCode: 0, why: "")),
            ]
        }
        try writer.add(records)
        let reader = try JournalReader.open(stateDirectory: writer.path)
        let jobs = try Traces.drain(JournalTrace(reader, name: "state", heldMax: heldMax)).all
        #expect(jobs.map(\.id) == (1...count).map(String.init))
        #expect(jobs.allSatisfy { $0.duration == .seconds(1) })
    }

    @Test("a journal is read while its daemon has it open, and a directory without one is refused")
    func reading() throws {
        var writer = try Writer()
        try writer.job("1", JournalTraceTests.submitted())
        #expect(try Traces.drain(JournalTrace(stateDirectory: writer.path)).all.count == 1)
        try writer.job("2", JournalTraceTests.submitted())
        #expect(try Traces.drain(JournalTrace(stateDirectory: writer.path)).all.count == 2)
        let empty = try TemporaryDirectory()
        let error = Traces.refusal { () throws(BerthError) in try JournalTrace(stateDirectory: empty.path) }
        #expect(error?.code == .stateMissing)
    }
}
