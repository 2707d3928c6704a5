import BerthModel
import BerthPolicy

@testable import BerthSimulator

/// What the tests of replays share.
enum Replays {
    /// Jobs in memory, in order of arrival.
    struct Source: TraceSource {
        var jobs: [TraceJob]
        var report = ImportReport(name: "jobs")

        mutating func next() throws(BerthError) -> TraceJob? {
            report.rows += jobs.isEmpty ? 0 : 1
            return jobs.isEmpty ? nil : jobs.removeFirst()
        }
    }

    static func fleet(_ counts: String) throws -> ReplayFleet { try ReplayFleet(TraceCluster(parsing: counts)) }

    /// A job that arrives after `at` seconds and runs for `seconds`; nil: nobody knows how long.
    static func job(_ id: Int, at: Int, devices: Int, members: Int = 1, seconds: Int?, agency: String? = nil) -> TraceJob {
        var job = TraceJob(
            id: "\(id)", line: id, arrival: Timestamp(milliseconds: Int64(at) * 1000), members: members,
            choices: devices == 0 ? [] : [DeviceChoice(kind: nil, count: devices)], duration: seconds.map { .seconds($0) })
        job.agency = agency
        return job
    }

    static func run(
        _ jobs: [TraceJob], on counts: String, policy: ReplayPolicy = .plain, change: (inout ReplayOptions) -> Void = { _ in }
    ) throws -> ReplayReport {
        var options = try ReplayOptions(fleet(counts), policy, scenario: "test")
        change(&options)
        var replay = try Replay(FittingTrace(Source(jobs: jobs), cluster: options.fleet.cluster), options)
        return ReplayReport(try replay.run())
    }

    static func policy(_ text: String, on counts: String) throws -> ReplayPolicy {
        try ReplayPolicy(file: text, name: "p.yaml", catalogue: fleet(counts).catalogue)
    }
}
