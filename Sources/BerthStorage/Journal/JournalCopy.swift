package import BerthModel
import BerthSystem

/// A journal that is copied entry by entry into a directory of its own, to be read there as often as needed.
package final class JournalCopy {
    /// A state directory.
    package let path: String
    private let journal: SQLiteJournal

    /// - Parameter path: is made, or must be empty.
    /// - Throws: as `StateDirectory.open`.
    package init(path: String) throws(BerthError) {
        self.path = path
        journal = try StateDirectory.open(path, initialise: true).openJournal()
    }

    /// The position that is reached.
    package var lastSequence: UInt64 { journal.lastSequence }

    /// - Throws: `BerthError` with code `stateCorrupt` for rows that do not follow, or are no entries; `diskFull`, `inputOutput`.
    package func append(_ rows: [StoredEntry]) throws(BerthError) {
        var expected = journal.lastSequence + 1
        for row in rows {
            guard row.sequence == expected else { throw BerthError(.stateCorrupt, "journal entry \(expected) is missing") }
            expected += 1
        }
        let entries = try StoredEntry.entries(rows)
        do {
            try journal.append(entries)
        } catch {
            throw JournalError.of(error, path: path)
        }
    }

    package func close() throws(BerthError) {
        do {
            try journal.close()
        } catch {
            throw JournalError.of(error, path: path)
        }
    }
}

extension JournalReader {
    /// When the last entry was written; nil for an empty journal.
    package func lastTime() throws(BerthError) -> Timestamp? {
        do {
            return try readLastTime()
        } catch {
            throw JournalError.of(error, path: "the journal")
        }
    }
}
