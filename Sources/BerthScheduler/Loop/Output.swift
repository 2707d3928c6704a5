/// What a batch of commands and reports led to: append the entries durably, then run the effects in order, then answer.
public struct Output: Sendable {
    public var entries: [JournalEntry]
    public var effects: [Effect]
}
