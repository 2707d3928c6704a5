package import BerthModel
package import BerthPlacement

/// The production core, with the rule of a policy, as a rule of packing: what the replay then checks with its own count.
package struct CorePacking: PackingRule {
    private let core: PlacementCore
    /// The chooser where it is changed in place: as a value it would be copied for each decision.
    private final class Holder {
        var chooser: Chooser

        init(_ chooser: Chooser) { self.chooser = chooser }
    }

    private let holder: Holder?
    private var claimer: Claimer
    private let requests: [PlacementRequest]
    private var numbers: [NeedNumber?]
    /// Says which cores each job has, as the daemon does: most of the time goes into that, with eight cores for one of the list's.
    private let isNaming: Bool
    private let fleet: PackingFleet
    /// Of the site, in the replay's power model; nil for none.
    private let budgetWatts: Int?
    /// What each node draws in that model, and all together.
    private var watts: [Int]
    private var wattsTotal: Int
    /// Claims of pods that were placed, by number.
    private var held: [Claim?] = []
    private var last: Claim?

    /// - Parameter specs: with CPU in steps of `CoreFleet.coreMilli`.
    package init(_ fleet: PackingFleet, _ specs: [PackingSpec], rule: PlacementRule, isNaming: Bool, budgetWatts: Int? = nil)
        throws(BerthError)
    {
        let converted = CoreFleet(fleet)
        self.fleet = fleet
        self.budgetWatts = budgetWatts
        watts = fleet.nodes.map { fleet.kinds[Int($0.kind)].watts($0) }
        wattsTotal = watts.reduce(0, +)
        let power = try CorePacking.power(fleet, budgetWatts.map { Watts($0) })
        core = try PlacementCore(fleet: converted.fleet, catalogue: converted.catalogue, power: power, rule: rule)
        holder = Chooser(core, rule).map(Holder.init)
        claimer = core.claimer
        requests = specs.map { converted.request(for: $0) }
        numbers = specs.map { _ in nil }
        self.isNaming = isNaming
        try keepBudget()
    }

    package var keepsBudgets: Bool { budgetWatts != nil }

    private static func power(_ fleet: PackingFleet, _ budget: Watts?) throws(BerthError) -> PowerTree {
        try PowerTree(
            domains: [PowerDomain(name: Place.site, parent: nil, budget: budget)], paths: fleet.nodes.map { _ in [DomainIndex(0)] })
    }

    /// The core reserves watts by cores, the replay counts them by CPU packages: as telemetry would, this moves the core's budget by the
    /// difference, less the package that a pod may begin.
    private func keepBudget() throws(BerthError) {
        guard let budgetWatts else { return }
        let reserved = core.usage(of: DomainIndex(0)).reserved
        let spare = Watts(PackingKind.packageBusyWatts - PackingKind.packageIdleWatts)
        try core.setBudgets(CorePacking.power(fleet, Watts(budgetWatts - wattsTotal) + reserved - spare))
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        guard let holder else { return core.claimIfFits(requests[spec]).flatMap(choice) }
        numbers[spec] = holder.chooser.arrived(requests[spec], as: numbers[spec], on: core)
        guard let number = numbers[spec] else { return nil }
        if isNaming { return core.claimIfFits(requests[spec], as: number, by: &holder.chooser).flatMap(choice) }
        guard let claim = core.claimUnnamed(number, by: &holder.chooser, &claimer) else { return nil }
        last = claim
        return PackingChoice(node: core.node(of: claim).value, gpus: CorePacking.gpus(claim.devices))
    }

    private func choice(_ members: [MemberPlacement]) -> PackingChoice? {
        guard let placement = members.first, let node = core.index(of: placement.node) else { return nil }
        return PackingChoice(node: node.value, gpus: CorePacking.gpus(placement.devices.reduce(0) { $0 | 1 << UInt16($1) }))
    }

    private static func gpus(_ devices: UInt16) -> SIMDMask<SIMD8<Int16>> {
        var gpus = PackingNode.none
        for device in 0..<8 where devices >> UInt16(device) & 1 == 1 { gpus[device] = true }
        return gpus
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {
        held.append(last)
        last = nil
        count(nodes, choice.node)
    }

    package mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode]) {
        guard let claim = held[number], let holder else { preconditionFailure("only unnamed claims of a chooser end") }
        held[number] = nil
        core.releaseUnnamed(claim, by: &holder.chooser, &claimer)
        count(nodes, choice.node)
    }

    private mutating func count(_ nodes: [PackingNode], _ node: Int) {
        guard budgetWatts != nil else { return }
        let now = fleet.kinds[Int(nodes[node].kind)].watts(nodes[node])
        wattsTotal += now - watts[node]
        watts[node] = now
        do { try keepBudget() } catch { preconditionFailure("a budget above the base load was refused: \(error)") }
    }
}
