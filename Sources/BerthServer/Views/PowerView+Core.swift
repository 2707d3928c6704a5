import BerthAPI
import BerthModel
import BerthPlacement

extension PowerView {
    /// - Parameter tree: that the core was made from.
    init(_ core: PlacementCore, _ tree: PowerTree) {
        self.init(
            domains: tree.depthFirst.map { index, depth in
                let domain = tree.domains[index.value]
                let usage = core.usage(of: index)
                return Domain(
                    name: domain.name.text, parent: domain.parent.map { tree.domains[$0.value].name.text }, depth: depth,
                    budgetWatts: usage.budget?.roundedDown, reservedWatts: usage.reserved.roundedUp, baseWatts: usage.base.roundedUp,
                    freeWatts: usage.headroom?.roundedDown, measuredWatts: nil, state: PowerView.word(usage))
            })
    }

    private static func word(_ usage: DomainUsage) -> String {
        guard let budget = usage.budget, let headroom = usage.headroom else { return "ok" }
        if headroom < .zero { return "over" }
        // Less than 5 % of the budget is left.
        return headroom * 20 < budget ? "tight" : "ok"
    }
}
