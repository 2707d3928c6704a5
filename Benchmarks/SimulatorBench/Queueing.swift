import ArgumentParser
import BerthModel
import BerthPolicy
import BerthSimulator

/// The production scheduler on a Philly table, for the figures beside those of `Easy`.
struct Queueing: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay a Philly table through the production scheduler, under a policy that is made here.",
        discussion: """
            SimulatorBench queueing --jobs philly_jobs.csv --nodes 64 --method conservative --reservations 8 --order shortest

            The same as "berth simulate philly" with a policy that has one queue, fair share and backfill.
            """)

    @Option(help: "The table of jobs.") var jobs: String
    @Option(help: "Nodes, 1 to 100000.") var nodes = 64
    @Option(help: "Devices of each, 1 to 16.") var devices = 8
    @Option(help: "Arrivals come so many times as fast, 0.001 to 1000.") var speedUp = 1.0
    @Option(help: "none, easy or conservative.", transform: Queueing.word) var method = Policy.Backfill.Method.easy
    @Option(help: "For conservative, 1 to 1000.") var reservations = 8
    @Option(help: "A job is given a reservation once it has waited so long, in hours.") var after = 0
    @Option(help: "submitted, shortest or makespan.", transform: Queueing.word) var order = Policy.JobOrder.shortest
    @Option(help: "Half-life of fair share in hours; without fair share if not given.") var halfLife: Int?

    func validate() throws {
        guard (1...100_000).contains(nodes), (1...16).contains(devices), (1...1000).contains(reservations) else {
            throw ValidationError("no such cluster, or not 1 to 1000 reservations")
        }
        guard speedUp.isFinite, (0.001...1000).contains(speedUp) else { throw ValidationError("--speed-up is not in 0.001...1000") }
        guard (0...10_000).contains(after), (0...10_000).contains(halfLife ?? 0) else { throw ValidationError("hours are 0 to 10000") }
    }

    private static func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else { throw ValidationError("no such word") }
        return word
    }

    mutating func run() throws {
        var policy = Policy()
        policy.backfill.method = method
        policy.backfill.reservations = reservations
        policy.backfill.after = .seconds(3600 * after)
        policy.fairness = halfLife.map { Policy.Fairness(halfLife: .seconds(3600 * $0)) }
        var queue = Policy.Queue()
        queue.order = order
        policy.queues = [QueueName(literal: "all"): queue]
        let pool = TraceCluster.Pool(kind: nil, nodes: nodes, devices: devices)
        let fleet = try ReplayFleet(TraceCluster(pools: [pool]))
        var options = ReplayOptions(fleet, ReplayPolicy(name: "queueing", text: "", policy: policy), scenario: "philly")
        options.speedUp = speedUp
        let source = FittingTrace(ArrivalSorter(try PhillyTrace(file: jobs, devicesPerNode: devices)), cluster: fleet.cluster)
        var replay = try Replay(source, options)
        let result = try replay.run()
        let report = ReplayReport(result)
        func seconds(_ value: Double?) -> String { value.map { "\(Int($0.rounded()))" } ?? "-" }
        func line(_ name: String, _ wait: ReplayReport.Wait) -> String {
            "  \(name): \(wait.jobs) jobs, wait mean \(seconds(wait.mean)) s, median \(seconds(wait.p50)) s, "
                + "99 % within \(seconds(wait.p99)) s, longest \(seconds(wait.max)) s"
        }
        print(
            "production, \(method.rawValue) \(reservations), after \(after) h, order \(order.rawValue), half-life "
                + "\(halfLife.map { "\($0) h" } ?? "none"): \(report.ended) jobs ended, last end after \(Int(report.makespanHours)) h, "
                + "\(report.neverStarted) never started, \(Int(report.seconds)) s of this machine")
        print(line("all", report.waitSeconds))
        for size in DeviceClass.allCases { if let wait = report.waitByDevices[size.key] { print(line(size.rawValue, wait)) } }
    }
}
