package import BerthModel
package import BerthPlacement

/// The production core, with the rule of a policy, as a rule of packing: what the replay then checks with its own count.
package struct CorePacking: PackingRule {
    private let core: PlacementCore
    private var chooser: Chooser?
    private let requests: [PlacementRequest]
    private var numbers: [NeedNumber?]

    /// - Parameter specs: with CPU in steps of `CoreFleet.coreMilli`.
    package init(_ fleet: PackingFleet, _ specs: [PackingSpec], rule: PlacementRule) throws(BerthError) {
        let converted = CoreFleet(fleet)
        let power = try PowerTree(
            domains: [PowerDomain(name: Place.site, parent: nil, budget: nil)],
            paths: fleet.nodes.map { _ in [DomainIndex(0)] })
        core = try PlacementCore(fleet: converted.fleet, catalogue: converted.catalogue, power: power, rule: rule)
        chooser = Chooser(core, rule)
        requests = specs.map { converted.request(for: $0) }
        numbers = specs.map { _ in nil }
    }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        let members: [MemberPlacement]?
        if chooser == nil {
            members = core.claimIfFits(requests[spec])
        } else {
            members = chosen(spec)
        }
        guard let placement = members?.first, let node = core.index(of: placement.node) else { return nil }
        var gpus = PackingNode.none
        for device in placement.devices { gpus[device] = true }
        return PackingChoice(node: node.value, gpus: gpus)
    }

    private mutating func chosen(_ spec: Int) -> [MemberPlacement]? {
        guard var chooser else { return nil }
        self.chooser = nil
        defer { self.chooser = chooser }
        if let number = numbers[spec], chooser.isKnown(number) {
            chooser.arrived(number)
        } else {
            numbers[spec] = chooser.arrived(requests[spec], on: core)
        }
        return core.claimIfFits(requests[spec], as: numbers[spec], by: &chooser)
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {}
}
