import BerthModel
import BerthPolicy
import BerthSimulator

/// The first jobs of a trace, all arriving at once, as jobs of workloads whose profiles a policy has.
struct FirstJobs: TraceSource {
    private(set) var report: ImportReport
    private var jobs: [TraceJob] = []
    private var given = 0
    private let leavesSlow: Bool
    private let givesTimes: Bool

    /// Profiles are in steps of a trace's whole job: only how kinds compare is used.
    private static let workMilliseconds = 1e15

    /// - Parameter leavesSlow: kinds that take more than twice the time of the fastest stay open to a job.
    init(_ trace: GavelTrace, count: Int, leavesSlow: Bool, givesTimes: Bool) {
        var trace = trace
        (self.leavesSlow, self.givesTimes) = (leavesSlow, givesTimes)
        while jobs.count < count, let job = try? trace.next() { jobs.append(job) }
        report = trace.report
    }

    /// One workload for each type and number of devices.
    func workloads() throws -> [WorkloadName: Policy.Workload] {
        var workloads: [WorkloadName: Policy.Workload] = [:]
        for job in jobs {
            guard let name = FirstJobs.workload(job), workloads[name] == nil else { continue }
            workloads[name] = Policy.Workload(
                profiles: job.choices.compactMap { choice in
                    guard let kind = choice.kind, let duration = choice.duration, duration > .zero else { return nil }
                    let rate = Int(FirstJobs.workMilliseconds / Double(duration.milliseconds))
                    return Policy.Profile(kind: kind, slots: choice.count, throughputThousandths: rate)
                })
        }
        return workloads
    }

    private static func workload(_ job: TraceJob) -> WorkloadName? {
        job.workload.flatMap { text in
            let plain = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
            return try? WorkloadName(String(String(plain).prefix(63)))
        }
    }

    mutating func next() throws(BerthError) -> TraceJob? {
        guard given < jobs.count else { return nil }
        var job = jobs[given]
        given += 1
        let each = job.choices.first?.count ?? 1
        var spec = JobSpec(name: "trace", jobClass: job.jobClass, program: .command(["replayed"]), directory: "/")
        if job.jobClass == .gang { spec.nodes = job.members }
        spec.workload = FirstJobs.workload(job)
        spec.accelerators = job.choices.compactMap { choice in choice.kind.map { AcceleratorRequest(kind: $0, count: choice.count) } }
        spec.cpus = .cores(max(1, each))
        spec.memory = .gibibytes(max(1, each))
        spec.grace = .zero
        let durations = job.choices.compactMap(\.duration)
        if givesTimes, let fastest = durations.min(), let slowest = durations.max() {
            spec.time = leavesSlow ? slowest : min(slowest, fastest * 2 + .seconds(1))
        }
        job.submitted = spec
        job.arrival = Timestamp(milliseconds: 0)
        return job
    }
}
