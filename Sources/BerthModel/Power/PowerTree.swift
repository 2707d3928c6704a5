/// The budgets of a fleet and, for each node, the domains it draws from.
///
/// Invariants: a parent's index is below its children's; a child's budget is at most its parent's; each path goes from the leaf
/// to the root `site`, holds no domain twice, and has at most `Limits.powerDepthMax` entries.
public struct PowerTree: Sendable {
    public let domains: [PowerDomain]
    /// For each node of the fleet, its domains from leaf to root.
    public let paths: [[DomainIndex]]

    /// - Throws: `BerthError` with code `invalidPolicy` when a child's budget is above its parent's or a path is too deep.
    public init(domains: [PowerDomain], paths: [[DomainIndex]]) throws(BerthError) {
        for (index, domain) in domains.enumerated() {
            precondition(domain.parent.map { $0.value < index } ?? true, "domain \(domain.name) stands before its parent")
            guard let budget = domain.budget else { continue }
            guard budget >= .zero else { throw BerthError(.invalidPolicy, "the budget of \"\(domain.name)\" is negative") }
            var above = domain.parent
            while let parent = above.map({ domains[$0.value] }) {
                if let limit = parent.budget, budget > limit {
                    throw BerthError(
                        .invalidPolicy,
                        "the budget of \"\(domain.name)\" is \(budget), above the \(limit) of \"\(parent.name)\" that feeds it",
                        field: domain.name.text, hint: "lower it, or raise \"\(parent.name)\"")
                }
                above = parent.parent
            }
        }
        for path in paths {
            precondition(Set(path).count == path.count, "a node draws twice from one power domain")
            guard path.count <= Limits.powerDepthMax else {
                throw BerthError(
                    .invalidPolicy,
                    "\"\(domains[path[0].value].name)\" is \(path.count) power levels deep; at most \(Limits.powerDepthMax) are supported")
            }
        }
        self.domains = domains
        self.paths = paths
    }

    /// Every domain with its levels below the root, each followed by what it feeds: the order in which a tree is read.
    /// - Complexity: O(domains).
    public var depthFirst: [(index: DomainIndex, depth: Int)] {
        var children: [[Int]] = Array(repeating: [], count: domains.count)
        for (index, domain) in domains.enumerated() { if let parent = domain.parent { children[parent.value].append(index) } }
        var order: [(index: DomainIndex, depth: Int)] = []
        var waiting = domains.indices.filter { domains[$0].parent == nil }.reversed().map { (index: $0, depth: 0) }
        while let next = waiting.popLast() {
            order.append((DomainIndex(next.index), next.depth))
            waiting += children[next.index].reversed().map { (index: $0, depth: next.depth + 1) }
        }
        return order
    }

    public func index(of name: PlaceName) -> DomainIndex? {
        domains.firstIndex { $0.name == name }.map(DomainIndex.init)
    }
}
