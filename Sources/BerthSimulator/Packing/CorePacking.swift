package import BerthModel
package import BerthPlacement

/// The production core, with the rule of a policy, as a rule of packing: what the replay then checks with its own count.
package struct CorePacking: PackingRule {
    private let core: PlacementCore
    private var chooser: Chooser?
    private var claimer: Claimer
    private let requests: [PlacementRequest]
    private var numbers: [NeedNumber?]
    /// Says which cores each job has, as the daemon does: most of the time goes into that, with eight cores for one of the list's.
    private let isNaming: Bool

    /// - Parameter specs: with CPU in steps of `CoreFleet.coreMilli`.
    package init(_ fleet: PackingFleet, _ specs: [PackingSpec], rule: PlacementRule, isNaming: Bool) throws(BerthError) {
        let converted = CoreFleet(fleet)
        let power = try PowerTree(
            domains: [PowerDomain(name: Place.site, parent: nil, budget: nil)], paths: fleet.nodes.map { _ in [DomainIndex(0)] })
        core = try PlacementCore(fleet: converted.fleet, catalogue: converted.catalogue, power: power, rule: rule)
        chooser = Chooser(core, rule)
        claimer = core.claimer
        requests = specs.map { converted.request(for: $0) }
        numbers = specs.map { _ in nil }
        self.isNaming = isNaming
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        guard chooser != nil else { return core.claimIfFits(requests[spec]).flatMap(choice) }
        if let number = numbers[spec], chooser?.isKnown(number) == true {
            chooser?.arrived(number)
        } else {
            numbers[spec] = chooser?.arrived(requests[spec], on: core)
        }
        return chosen(spec)
    }

    private mutating func chosen(_ spec: Int) -> PackingChoice? {
        guard let number = numbers[spec], var own = chooser.take() else { return nil }
        defer { chooser = own }
        if isNaming { return core.claimIfFits(requests[spec], as: number, by: &own).flatMap(choice) }
        guard let claim = core.claimUnnamed(number, by: &own, &claimer) else { return nil }
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

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {}
}
