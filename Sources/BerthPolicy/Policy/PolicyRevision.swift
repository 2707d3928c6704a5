public import BerthModel

/// A policy that was applied, with its number, source text and author.
public struct PolicyRevision: Hashable, Sendable {
    /// 1 and up, without gaps.
    public var number: Int
    /// The file as it was given; `policy` is what it decodes to.
    public var text: String
    public var by: String
    public var at: Timestamp
    public var policy: Policy
    /// Where it comes from, where that is not a file: `rollback to revision 3`.
    public var note: String?

    public init(number: Int, text: String, by: String, at: Timestamp, policy: Policy, note: String? = nil) {
        precondition(number > 0, "policy revisions count from 1")
        self.number = number
        self.text = text
        self.by = by
        self.at = at
        self.policy = policy
        self.note = note
    }
}
