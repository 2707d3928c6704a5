import BerthModel

/// What is kept for a job that does not fit now: a whole placement, and the moment from which it is free.
struct Reservation {
    var id: JobID
    var ticket: Ticket
    /// When all that is in its way is expected to have ended; `never` where something there has no known end.
    var moment: Timestamp
    var members: [MemberPlacement]
    /// Of its members, each once, ascending.
    var nodes: [NodeIndex]
    /// What its members take of what others have left.
    var need: Margins.Need
}

extension Timestamp {
    /// After everything.
    static let never = Timestamp(milliseconds: .max)
}
