import ArgumentParser
import BerthModel
import BerthPolicy
import BerthSimulator

/// The production scheduler on a Gavel trace with profiles, for the figures beside those of `tools/gavel-baselines`.
struct Kinds: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let the production scheduler choose kinds for the first jobs of a Gavel trace, all arriving at once.",
        discussion: """
            SimulatorBench kinds --throughputs simulation_throughputs.json --jobs msr.trace --count 300 --objective throughput
            tools/gavel-baselines --throughputs simulation_throughputs.json --jobs msr.trace --count 300     what it is compared with

            36 devices of each kind, in nodes of four, or of another number. Numbers of devices that were not measured are rounded down to
            one that was. With --times a job has a time limit, as users give one: how long it takes on the slowest kind, and at most
            twice the time on the fastest where its objective leaves slower ones out.
            """)

    @Option(help: "Measured throughputs.") var throughputs: String
    @Option(help: "The trace.") var jobs: String
    @Option(help: "The first jobs of the file, 1 to 100000.") var count = 100
    @Option(help: "throughput, throughput-per-watt, earliest-finish or cost; in the order of the table if not given.") var objective:
        String?
    @Option(help: "submitted, shortest or makespan.") var order = "submitted"
    @Option(help: "none, easy or conservative.") var method = "none"
    @Option(help: "For conservative, 1 to 1000.") var reservations = 8
    @Option(help: "Devices of a node: 1, 2, 3, 4, 6, 9 or 12.") var perNode = 4
    @Flag(help: "Jobs have time limits.") var times = false

    func validate() throws {
        guard (1...100_000).contains(count), (1...1000).contains(reservations), (1...12).contains(perNode), Kinds.devices % perNode == 0
        else { throw ValidationError("no such count") }
        guard objective.map({ Objective(rawValue: $0) != nil }) ?? true, Policy.JobOrder(rawValue: order) != nil,
            Policy.Backfill.Method(rawValue: method) != nil
        else { throw ValidationError("no such word") }
    }

    /// Of each kind.
    private static let devices = 36

    mutating func run() throws {
        let table = try GavelThroughputs(file: throughputs)
        let kinds = ["v100", "p100", "k80"].compactMap { try? KindName($0) }
        let pools = kinds.map { TraceCluster.Pool(kind: $0, nodes: Kinds.devices / perNode, devices: perNode) }
        let fleet = try ReplayFleet(TraceCluster(pools: pools))
        let objective = objective.flatMap(Objective.init)
        var policy = Policy()
        policy.objective = objective
        policy.backfill.method = Policy.Backfill.Method(rawValue: method) ?? .none
        policy.backfill.reservations = reservations
        var queue = Policy.Queue()
        queue.order = Policy.JobOrder(rawValue: order) ?? .submitted
        policy.queues = [QueueName(literal: "all"): queue]
        let trace = try GavelTrace(file: jobs, throughputs: table, kinds: kinds, devicesPerNode: perNode, roundsDown: true)
        let source = FirstJobs(trace, count: count, leavesSlow: objective == nil || objective == .earliestFinish, givesTimes: times)
        policy.workloads = try source.workloads()
        let options = ReplayOptions(fleet, ReplayPolicy(name: "kinds", text: "", policy: policy), scenario: "gavel")
        var replay = try Replay(source, options)
        let report = ReplayReport(try replay.run())
        func hours(_ value: Double?) -> String { value.map { "\(Double(Int(($0 * 10).rounded())) / 10)" } ?? "-" }
        print(
            "\(report.submitted) jobs, \(self.objective ?? "own order"), \(order), \(method)\(times ? ", time limits" : ""): makespan "
                + "\(hours(report.makespanHours)) h, mean completion \(hours(report.jctHoursMean)) h, "
                + "\(Int(report.energyKilowattHours)) kWh, "
                + "\(report.timedOut) timed out, \(report.neverStarted) never started")
    }
}
