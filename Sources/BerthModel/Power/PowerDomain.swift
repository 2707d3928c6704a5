/// One level of the power tree with its budget: a place of the fleet, or a group of nodes that the policy names.
public struct PowerDomain: Hashable, Sendable {
    public var name: PlaceName
    public var parent: DomainIndex?
    /// What placements and base load together may reserve: the smaller of the feed's rating and the policy's budget, less cooling.
    /// Nil: this level bounds nothing by itself.
    public var budget: Watts?

    public init(name: PlaceName, parent: DomainIndex?, budget: Watts?) {
        self.name = name
        self.parent = parent
        self.budget = budget
    }
}
