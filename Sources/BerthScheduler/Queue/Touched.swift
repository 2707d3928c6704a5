import BerthModel

/// What was given back since the last pass, as far as it tells whom that may help.
struct Touched: Sendable {
    /// Positions of nodes.
    var nodes: Set<Int> = []
    /// Bounded power domains, by position, and the least that was left there before, in milliwatts.
    var domains: [Int: Int64] = [:]
    /// A port of some node.
    var hasPorts = false
    /// More than can be told.
    var isAll = false

    var isEmpty: Bool { nodes.isEmpty && domains.isEmpty && !hasPorts && !isAll }
}
