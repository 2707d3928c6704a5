/// A rule under watch: how full, how fragmented and how hungry the fleet is, at each percent of its GPUs asked for. It sees the nodes
/// as the rule does, between one arrival and the next, and is not part of the decision that is timed.
struct OpenBWatch<Rule: PackingRule>: PackingRule {
    private(set) var rule: Rule
    private(set) var points: [OpenBPoint] = []
    private let fleet: PackingFleet
    private let specs: [PackingSpec]
    private let typical: TypicalSpecs
    private var requested = 0

    init(_ rule: Rule, _ fleet: PackingFleet, _ demand: PackingDemand) {
        (self.rule, self.fleet, specs) = (rule, fleet, demand.specs)
        typical = TypicalSpecs(demand.specs, pods: demand.pods)
    }

    mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        // What stands now is the answer to all that was asked before.
        if requested * 100 >= fleet.gpuMilli * ((points.last?.percent ?? -1) + 1) { read(nodes) }
        requested += specs[spec].gpuMilliTotal
        return rule.choose(spec, on: nodes)
    }

    var keepsBudgets: Bool { rule.keepsBudgets }

    mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode]) {
        rule.departed(number, from: choice, on: nodes)
    }

    mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) { rule.placed(spec, at: choice, on: nodes) }

    private mutating func read(_ nodes: [PackingNode]) {
        let reading = PackingReading(nodes, of: fleet, typical)
        points.append(
            OpenBPoint(
                percent: requested * 100 / fleet.gpuMilli, allocationPercent: reading.allocationPercent,
                fragmentationPercent: reading.fragmentationPercent, kilowatts: reading.kilowatts))
    }
}
