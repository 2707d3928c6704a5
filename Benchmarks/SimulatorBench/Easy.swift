import ArgumentParser
import BerthModel
import BerthSimulator

/// The baseline that the production queue is measured against: EASY backfill with reservations of whole sets of devices.
struct Easy: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay a Philly table under EASY backfill with reservations of whole sets of devices.",
        discussion: """
            SimulatorBench easy --jobs philly_jobs.csv --nodes 64 --estimates oracle
            berth simulate philly --jobs philly_jobs.csv --cluster 64x8 --policy POLICY      what is compared with it

            Jobs are cut into members as by "berth simulate philly". Load is the device time asked for, of that of all devices from
            the first arrival to the last.
            """)

    @Option(help: "The table of jobs.") var jobs: String
    @Option(help: "Nodes, 1 to 100000.") var nodes = 64
    @Option(help: "Devices of each, 1 to 16.") var devices = 8
    @Option(help: "Arrivals come so many times as fast, 0.001 to 1000.") var speedUp = 1.0
    @Option(help: "oracle: the trace's own durations; learnt: from the jobs that are over, as production has them.")
    var estimates = EasyEstimates.oracle

    func validate() throws {
        guard (1...100_000).contains(nodes), (1...16).contains(devices) else { throw ValidationError("no such cluster") }
        guard speedUp.isFinite, (0.001...1000).contains(speedUp) else { throw ValidationError("--speed-up is not in 0.001...1000") }
    }

    mutating func run() throws {
        var baseline = EasyBaseline(nodes: nodes, devicesPerNode: devices, estimates: estimates)
        let source = ArrivalSorter(try PhillyTrace(file: jobs, devicesPerNode: devices))
        print("EASY, \(estimates.rawValue) durations: \(try baseline.run(source, speedUp: speedUp).text)")
    }
}

extension EasyEstimates: ExpressibleByArgument {}
