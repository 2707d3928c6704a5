import BerthModel

/// A rule in a fleet where pods come and go: arrivals of the list at random moments, lifetimes exponential with mean 1, so many that the
/// GPUs asked for at any moment are a part of the fleet's.
package struct PackingSteady {
    /// Means over the measured time.
    package struct Result: Sendable {
        /// Of the GPUs that pods asked for, what was refused, in percent.
        package var refusedPercent = 0.0
        /// GPU allocation, in percent of the fleet.
        package var allocation = 0.0
        /// Of the GPU that is free what typical pods cannot use (FGD's measure), in percent.
        package var fragmentPercent = 0.0
        package var kilowatts = 0.0
    }

    /// In mean lifetimes: the fleet fills up, then is measured.
    private static let warmUp = 3.0
    private static let measured = 5.0
    private static let samples = 50

    private struct Event {
        var moment: Double
        /// A pod's arrival as its number, its departure as the complement of it.
        var pod: Int
    }

    private let fleet: PackingFleet
    private let demand: PackingDemand
    private var specs: [Int] = []
    private var events: [Event] = []
    private var nodes: [PackingNode]
    /// Where each pod stands, and its number among those that were placed.
    private var standing: [(choice: PackingChoice, number: Int)?] = []

    /// - Parameter loadPercent: of the fleet's GPUs, 1 and up.
    package init(_ fleet: PackingFleet, _ demand: PackingDemand, loadPercent: Int, seed: UInt64) {
        (self.fleet, self.demand, nodes) = (fleet, demand, fleet.nodes)
        var random = SplitMix(seed: seed)
        let mean = Double(demand.pods.reduce(0) { $0 + demand.specs[Int($1)].gpuMilliTotal }) / Double(demand.pods.count)
        let rate = Double(fleet.gpuMilli) * Double(loadPercent) / 100 / mean
        var moment = 0.0
        while moment < PackingSteady.warmUp + PackingSteady.measured {
            moment += PackingSteady.exponential(&random) / rate
            events.append(Event(moment: moment, pod: specs.count))
            events.append(Event(moment: moment + PackingSteady.exponential(&random), pod: ~specs.count))
            specs.append(Int(demand.pods[random.below(demand.pods.count)]))
        }
        events.sort { $0.moment < $1.moment }
        standing = specs.map { _ in nil }
    }

    /// By von Neumann's comparisons: no logarithm is needed.
    private static func exponential(_ random: inout SplitMix) -> Double {
        var whole = 0.0
        while true {
            let first = Double.random(in: 0..<1, using: &random)
            var (last, length) = (first, 1)
            while true {
                let next = Double.random(in: 0..<1, using: &random)
                if next >= last { break }
                (last, length) = (next, length + 1)
            }
            if length % 2 == 1 { return whole + first }
            whole += 1
        }
    }

    package consuming func run(_ rule: inout some PackingRule) -> Result {
        let typical = TypicalSpecs(demand.specs, pods: demand.pods)
        var (asked, refused, placedCount, sampled) = (0, 0, 0, 0)
        var result = Result()
        for event in events {
            if event.moment >= PackingSteady.warmUp + PackingSteady.measured { break }
            let due = PackingSteady.warmUp + PackingSteady.measured * Double(sampled) / Double(PackingSteady.samples)
            if event.moment >= due {
                sample(typical, &result)
                sampled += 1
            }
            guard event.pod >= 0 else {
                depart(~event.pod, &rule)
                continue
            }
            let spec = demand.specs[specs[event.pod]]
            if let choice = rule.choose(specs[event.pod], on: nodes) {
                let rest = nodes[choice.node].taking(spec, choice.gpus)
                precondition(rest.cpuMilli >= 0 && rest.memoryMebibytes >= 0 && rest.gpus.min() >= 0, "the rule took more than there is")
                nodes[choice.node] = rest
                rule.placed(specs[event.pod], at: choice, on: nodes)
                standing[event.pod] = (choice, placedCount)
                placedCount += 1
            } else if event.moment >= PackingSteady.warmUp {
                refused += spec.gpuMilliTotal
            }
            if event.moment >= PackingSteady.warmUp { asked += spec.gpuMilliTotal }
        }
        result.refusedPercent = 100 * Double(refused) / Double(max(1, asked))
        result.allocation /= Double(max(1, sampled))
        result.fragmentPercent /= Double(max(1, sampled))
        result.kilowatts /= Double(max(1, sampled))
        return result
    }

    private mutating func depart(_ pod: Int, _ rule: inout some PackingRule) {
        guard let (choice, number) = standing[pod] else { return }
        standing[pod] = nil
        nodes[choice.node] = nodes[choice.node].giving(demand.specs[specs[pod]], choice.gpus)
        rule.departed(number, from: choice, on: nodes)
    }

    private func sample(_ typical: TypicalSpecs, _ result: inout Result) {
        let reading = PackingReading(nodes, of: fleet, typical)
        result.allocation += reading.allocationPercent
        result.fragmentPercent += reading.fragmentationPercent
        result.kilowatts += reading.kilowatts
    }
}
