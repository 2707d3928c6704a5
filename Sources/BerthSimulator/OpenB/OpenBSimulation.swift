package import BerthModel
import BerthPlacement

/// One list of pods arriving on one list of nodes, after the protocol of FGD: nobody leaves, and what fits somewhere must be placed.
package struct OpenBSimulation: Sendable {
    private let fleet: PackingFleet
    private let demand: PackingDemand
    private let arrivals: PackingArrivals

    /// - Parameter inflatePercent: of the fleet's GPUs, what is asked for when arrivals end, 1…1000.
    package init(nodes: CSVRows, pods: CSVRows, seed: UInt64, inflatePercent: Int) throws(BerthError) {
        fleet = try PackingFleet(nodes)
        demand = try PackingDemand(pods, on: fleet)
        arrivals = PackingArrivals(demand, on: fleet, seed: seed, requestedPercent: inflatePercent)
    }

    /// In a given order: of pods, by name, and of nodes, by name and rank.
    package init(nodes: CSVRows, pods: CSVRows, arrivals: CSVRows, ranks: CSVRows) throws(BerthError) {
        fleet = try PackingFleet(nodes)
        demand = try PackingDemand(pods, on: fleet)
        self.arrivals = try PackingArrivals(pods: arrivals, ranks: ranks, demand, on: fleet)
    }

    /// - Parameter name: what the run is called in the report.
    /// - Throws: what `CorePacking` throws.
    package func run(_ rule: OpenBRule, name: String) throws(BerthError) -> OpenBReport {
        let ordered = fleet.ordered(arrivals.nodeOrder)
        switch rule {
        case .policy(let rule):
            // The core counts CPU in steps.
            let demand = demand.rounded(cpuMilliStep: CoreFleet.coreMilli)
            return run(try CorePacking(ordered, demand.specs, rule: rule, isNaming: false), demand, on: ordered, name)
        case .fgd: return run(FGD(ordered, demand.specs, pods: demand.pods), demand, on: ordered, name)
        case .firstFit: return run(FirstFit(ordered, demand.specs), demand, on: ordered, name)
        }
    }

    private func run(_ rule: some PackingRule, _ demand: PackingDemand, on ordered: PackingFleet, _ name: String) -> OpenBReport {
        let replay = PackingReplay(ordered, demand.specs, arrivals.specs)
        var watch = OpenBWatch(PackingTimer(rule), ordered, demand)
        let result = replay.run(&watch)
        let requested = arrivals.specs.reduce(0) { $0 + demand.specs[Int($1)].gpuMilliTotal }
        return OpenBReport(
            name: name, fleet: ordered, demand: demand, result: result, requestedPercent: 100 * Double(requested) / Double(fleet.gpuMilli),
            points: watch.points, nanoseconds: watch.rule.nanoseconds)
    }
}
