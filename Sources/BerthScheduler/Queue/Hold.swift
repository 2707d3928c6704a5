/// What a limit does to an agency's jobs of one shape and rung, those of the agencies beneath it included.
struct Hold: Hashable, Comparable, Sendable {
    var shape: Int
    var rung: Rung
    /// The agency's, or a leaf.
    var node: Int
    /// They go after those that do not borrow; else they are left out.
    var isLoan: Bool

    static func < (left: Hold, right: Hold) -> Bool {
        (left.shape, left.rung.weight, left.rung.ageing, left.node, left.isLoan ? 1 : 0)
            < (right.shape, right.rung.weight, right.rung.ageing, right.node, right.isLoan ? 1 : 0)
    }
}
