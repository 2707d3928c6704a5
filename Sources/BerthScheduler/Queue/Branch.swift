/// An agency with others beneath it, in one stand: which of them have something to offer.
struct Branch: Sendable {
    /// The first job beneath; where agencies are told apart its position says nothing, and only its being there counts.
    struct Summary: Hashable, Sendable {
        /// Of jobs that stay within their agencies' limits.
        var within: JobPosition?
        /// Of jobs that would borrow.
        var borrowing: JobPosition?
    }

    var within = Offers()
    var borrowing = Offers()
    var isParked = false
    var isBorrowing = false
    var shown = Summary()

    /// What the branch above is to list of it.
    var summary: Summary {
        guard !isParked else { return Summary() }
        guard isBorrowing else { return Summary(within: within.first, borrowing: borrowing.first) }
        return Summary(borrowing: [within.first, borrowing.first].compactMap(\.self).min())
    }
}
