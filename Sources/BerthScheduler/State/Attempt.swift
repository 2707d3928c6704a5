public import BerthModel

/// An attempt of a job that is over and was followed by another.
public struct Attempt: Hashable, Sendable {
    public var number: Int
    public var placements: [MemberPlacement]
    /// By member; nil for one that never ended a run.
    public var outcomes: [RunOutcome?]
    public var placedAt: Timestamp
    public var endedAt: Timestamp
    public var why: String
}
