public import BerthModel

/// A policy that will be put into force at a moment.
public struct ScheduledPolicy: Hashable, Sendable {
    /// 1 and up, without gaps, also over those that are gone.
    public var number: Int
    public var text: String
    public var by: String
    /// When it was scheduled.
    public var at: Timestamp
    /// When it takes effect.
    public var due: Timestamp
    /// The revision that must be in force then; nil: whichever.
    public var ifRevision: Int?
    /// What `text` decodes to.
    public var policy: Policy

    public init(number: Int, text: String, by: String, at: Timestamp, due: Timestamp, ifRevision: Int?, policy: Policy) {
        precondition(number > 0, "scheduled policies count from 1")
        self.number = number
        self.text = text
        self.by = by
        self.at = at
        self.due = due
        self.ifRevision = ifRevision
        self.policy = policy
    }
}
