/// An agency with others beneath it, in one stand: which of them have something to offer.
struct Branch: Sendable {
    /// The first job beneath; where agencies are told apart its position says nothing, and only its being there counts.
    struct Summary: Hashable, Sendable {
        /// Of jobs that stay within their agencies' limits.
        var within: JobPosition?
        /// Of jobs that would borrow.
        var borrowing: JobPosition?
    }

    struct Child: Hashable, Comparable, Sendable {
        var first: JobPosition
        var node: Int32

        static func < (left: Child, right: Child) -> Bool {
            left.first != right.first ? left.first < right.first : left.node < right.node
        }
    }

    /// By their first jobs, or by number where agencies are told apart: then shares order them, which change faster than this.
    var within = SortedBlocks<Child>()
    var borrowing = SortedBlocks<Child>()
    var isParked = false
    var isBorrowing = false
    var shown = Summary()

    var summary: Summary { Summary(within: within.first?.first, borrowing: borrowing.first?.first) }
}
