/// Where entries become durable. Nothing is acknowledged or started before its entry's `append` has returned.
public protocol Journal: AnyObject {
    /// Makes all entries durable, or none of them.
    /// - Parameter entries: with sequences that go on from the last appended one.
    /// - Throws: `BerthError` with code `diskFull` when there is no room (nothing was written, and a later call may succeed), or
    ///   `inputOutput` when the state of the disk is unknown (the daemon must end and recover from what is there).
    func append(_ entries: [JournalEntry]) throws

    /// Entries after `sequence`, oldest first, at most `limit`.
    func entries(after sequence: UInt64, limit: Int) throws -> [JournalEntry]
}
