import BerthModel
import BerthPlacement
import BerthPolicy

/// A policy, checked against the fleet it is for.
struct Rulebook {
    let rules: AdmissionRules
    let power: PowerTree

    /// - Throws: `BerthError` with code `invalidPolicy`.
    init(policy: Policy, fleet: Fleet, catalogue: Catalogue) throws(BerthError) {
        let catalogue = try catalogue.applying(policy)
        try policy.validateNames(catalogue)
        power = try PowerTree.build(fleet: fleet, policy: policy)
        rules = AdmissionRules(policy: policy, catalogue: catalogue, fleet: fleet)
    }

    func makeWork(_ core: PlacementCore, _ ports: PortBook) -> Workspace {
        Workspace(
            core: core, chooser: Chooser(core, rules.policy.placement), policy: rules.policy, ports: ports, devices: rules.deviceCounts,
            power: power(of: core))
    }

    /// Other rules over what is held as before, and over shapes that are what they were.
    func makeWork(keeping before: Workspace) -> Workspace {
        var work = Workspace(
            core: before.core, chooser: before.chooser, policy: rules.policy, ports: before.ports, devices: rules.deviceCounts,
            power: power(of: before.core))
        (work.shapes, work.needs, work.needNumbers) = (before.shapes, before.needs, before.needNumbers)
        return work
    }

    /// What the fleet may reserve above its base load: what the site's budget leaves, else the most that its devices can add.
    private func power(of core: PlacementCore) -> Watts {
        let site = core.usage(of: DomainIndex(0))
        if let budget = site.budget { return budget - site.base }
        return rules.deviceCounts.reduce(.zero) { sum, kind in
            sum + (rules.catalogue.kinds[kind.key].map { ($0.power.max - $0.power.idle) * kind.value } ?? .zero)
        }
    }

    /// - Throws: `BerthError` with code `invalidPolicy` when the base load exceeds a budget.
    func makeCore(_ fleet: Fleet) throws(BerthError) -> PlacementCore {
        try PlacementCore(fleet: fleet, catalogue: rules.catalogue, power: power, rule: rules.policy.placement)
    }
}
