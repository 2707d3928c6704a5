public import BerthModel

/// A journal in memory, which can be told to fail as a disk does.
public final class MemoryJournal: Journal {
    /// All that was appended, oldest first.
    public private(set) var entries: [JournalEntry] = []
    /// Thrown by every append until it is nil again; nothing is kept then.
    public var failure: BerthError?

    public init(_ entries: [JournalEntry] = []) { self.entries = entries }

    public func append(_ new: [JournalEntry]) throws {
        if let failure { throw failure }
        for (offset, entry) in new.enumerated() {
            precondition(entry.sequence == UInt64(entries.count + offset + 1), "journal entries are appended without gaps")
        }
        entries += new
    }

    public func entries(after sequence: UInt64, limit: Int) -> [JournalEntry] {
        guard sequence < UInt64(entries.count) else { return [] }
        return Array(entries[Int(sequence)...].prefix(limit))
    }
}
