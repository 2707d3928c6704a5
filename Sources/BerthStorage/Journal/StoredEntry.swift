package import BerthModel
package import BerthScheduler
import FoundationEssentials

/// An entry in the form in which it is stored, for those who read a journal from afar.
package struct StoredEntry: Sendable {
    package var sequence: UInt64
    package var time: Timestamp
    package var kind: String
    package var job: String?
    /// JSON (`docs/spec/job-events.md`).
    package var payload: String

    package init(sequence: UInt64, time: Timestamp, kind: String, job: String?, payload: String) {
        (self.sequence, self.time, self.kind, self.job, self.payload) = (sequence, time, kind, job, payload)
    }

    package static func stored(_ entries: [JournalEntry]) throws -> [StoredEntry] {
        let encoder = EntryRow.makeEncoder()
        return try entries.map { entry in
            let row = try EntryRow(entry, encoder: encoder)
            return StoredEntry(sequence: row.sequence, time: row.time, kind: row.kind, job: row.job, payload: row.payload)
        }
    }

    /// - Throws: `BerthError` with code `stateCorrupt` for a row that is no entry.
    package static func entries(_ rows: [StoredEntry]) throws(BerthError) -> [JournalEntry] {
        let decoder = JSONDecoder()
        var entries: [JournalEntry] = []
        for row in rows {
            do {
                let stored = EntryRow(sequence: row.sequence, time: row.time, kind: row.kind, job: row.job, payload: row.payload)
                entries.append(try stored.entry(decoder: decoder))
            } catch {
                throw BerthError(.stateCorrupt, "journal entry \(row.sequence) (\(row.kind)) is not understood", cause: error)
            }
        }
        return entries
    }
}
