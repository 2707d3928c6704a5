public import BerthModel

/// One power domain's budget and what counts against it.
public struct DomainUsage: Hashable, Sendable {
    public var name: PlaceName
    /// Nil: this level bounds nothing by itself.
    public var budget: Watts?
    /// Idle draw of everything below it.
    public var base: Watts
    /// Base load and claims together; above the budget only after the budget was lowered.
    public var reserved: Watts

    /// Negative while more is reserved than the budget allows; nil without a budget.
    public var headroom: Watts? { budget.map { $0 - reserved } }
}
