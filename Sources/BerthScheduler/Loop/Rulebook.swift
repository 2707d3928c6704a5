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

    /// - Throws: `BerthError` with code `invalidPolicy` when the base load exceeds a budget.
    func makeCore(_ fleet: Fleet) throws(BerthError) -> PlacementCore {
        try PlacementCore(fleet: fleet, catalogue: rules.catalogue, power: power, rule: rules.policy.placement)
    }
}
