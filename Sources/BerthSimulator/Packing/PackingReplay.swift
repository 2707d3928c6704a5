/// One run of a rule over arrivals, with checks that do not trust the rule.
package struct PackingReplay {
    /// Percent of the fleet's GPU asked for at which watts and allocation are read.
    package static let wattMarks = [20, 50, 80]
    package static let allocationMarks = [100, 130]

    private let fleet: PackingFleet
    private let specs: [PackingSpec]
    private let arrivals: [Int32]
    private var nodes: [PackingNode]
    private var allocated = 0
    private var requested = 0
    private var watts: Int
    /// What nodes may draw together, in the power model of the replay; nil for any.
    private let budget: Int?
    private var result = PackingResult()

    /// - Parameters:
    ///   - fleet: in the order of the arrivals.
    ///   - budgetWatts: a pod that would draw more is rejected, wherever the rule wants it.
    package init(_ fleet: PackingFleet, _ specs: [PackingSpec], _ arrivals: [Int32], budgetWatts: Int? = nil) {
        budget = budgetWatts
        (self.fleet, self.specs, self.arrivals, nodes) = (fleet, specs, arrivals, fleet.nodes)
        watts = fleet.nodes.reduce(0) { $0 + fleet.kinds[Int($1.kind)].watts($1) }
    }

    /// Lets all arrive.
    package consuming func run(_ rule: inout some PackingRule) -> PackingResult {
        for spec in arrivals {
            let asked = specs[Int(spec)]
            requested += asked.gpuMilliTotal
            if let choice = rule.choose(Int(spec), on: nodes) {
                guard isWithinBudget(asked, choice) else {
                    precondition(!rule.keepsBudgets, "the rule that is to keep the budget exceeds it")
                    result.rejectedCount += 1
                    read()
                    continue
                }
                place(asked, at: choice)
                rule.placed(Int(spec), at: choice, on: nodes)
            } else {
                precondition(budget != nil || !fits(asked), "the rule rejected a pod that fits")
                result.rejectedCount += 1
            }
            read()
        }
        // Published arrivals end with the last pod below 130 %.
        if result.allocations.count == 1 { result.allocations.append(allocation) }
        return result
    }

    private func isWithinBudget(_ spec: PackingSpec, _ choice: PackingChoice) -> Bool {
        guard let budget else { return true }
        let (node, kind) = (nodes[choice.node], fleet.kinds[Int(nodes[choice.node].kind)])
        return watts + kind.watts(node.taking(spec, choice.gpus)) - kind.watts(node) <= budget
    }

    private mutating func place(_ spec: PackingSpec, at choice: PackingChoice) {
        let (before, kind) = (nodes[choice.node], fleet.kinds[Int(nodes[choice.node].kind)])
        precondition(spec.gpuCount == 0 || spec.allows(kind.model), "the rule chose a model that the pod does not allow")
        precondition(PackingNode.count(choice.gpus) == spec.gpuCount, "the rule chose another number of GPUs")
        let after = before.taking(spec, choice.gpus)
        precondition(after.cpuMilli >= 0 && after.memoryMebibytes >= 0 && after.gpus.min() >= 0, "the rule took more than there is")
        watts += kind.watts(after) - kind.watts(before)
        nodes[choice.node] = after
        allocated += spec.gpuMilliTotal
        result.placedCount += 1
    }

    private var allocation: Double { 100 * Double(allocated) / Double(fleet.gpuMilli) }

    private func fits(_ spec: PackingSpec) -> Bool {
        nodes.contains { $0.holds(spec) && (spec.gpuCount == 0 || spec.allows(fleet.kinds[Int($0.kind)].model)) }
    }

    /// Notes the figures of each mark that was just reached.
    private mutating func read() {
        while result.kilowatts.count < PackingReplay.wattMarks.count,
            requested * 100 >= fleet.gpuMilli * PackingReplay.wattMarks[result.kilowatts.count]
        {
            result.kilowatts.append(Double(watts) / 1000)
        }
        while result.allocations.count < PackingReplay.allocationMarks.count,
            requested * 100 >= fleet.gpuMilli * PackingReplay.allocationMarks[result.allocations.count]
        {
            result.allocations.append(allocation)
        }
    }
}
