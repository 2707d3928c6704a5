public import BerthModel

extension PlacementCore {
    /// Drains a node (false) or lets it admit jobs again. What runs there stays.
    public func setAdmitting(_ node: NodeIndex, _ admits: Bool) {
        for position in layout.positions(of: node.value) { engine.setAdmitting(position, admits) }
    }

    /// Puts the budgets of a tree of the same domains into force.
    ///
    /// A budget below what is reserved takes effect for admission at once: nothing is added to the domain until enough has ended.
    /// - Throws: `BerthError` with code `invalidPolicy` when a budget is below the base load; nothing is changed then.
    /// - Precondition: `hasShape(of:)`; for another tree a new core is built.
    public func setBudgets(_ tree: PowerTree) throws(BerthError) {
        precondition(hasShape(of: tree), "budgets are set on a power tree of another shape")
        try FleetLayout.requireBase(layout.base, within: tree)
        for (domain, budget) in FleetLayout.budgets(of: tree).enumerated() {
            // The headroom admits; the budget word only tells what it was made from. Each of two callers adds the difference to the budget
            // that it replaced, so the sum is right in any order.
            let before = Int64(bitPattern: budgets.exchange(domain, to: UInt64(bitPattern: budget)))
            if budget != before { engine.changeHeadroom(of: domain, by: Watts(milliwatts: budget - before)) }
        }
    }

    /// Whether a tree has the same domains over the same nodes, so that its budgets can be set here.
    public func hasShape(of tree: PowerTree) -> Bool {
        tree.domains.map(\.name) == layout.domainNames && tree.paths.map { $0.map(\.value) } == layout.nodes.map(\.path)
    }
}
