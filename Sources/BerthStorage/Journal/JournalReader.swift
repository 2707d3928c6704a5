import BerthModel
public import BerthScheduler
import FoundationEssentials
import GRDB

/// Reads a journal; every entry is checked against its checksum and its neighbours.
public struct JournalReader: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    init(queue: DatabaseQueue, path: String) {
        self.queue = queue
        self.path = path
    }

    /// Entries after `sequence`, oldest first, at most `limit`; none where `sequence` is the last or beyond it.
    public func entries(after sequence: UInt64, limit: Int) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try walk(after: sequence, limit: limit) { entries.append($0) }
        return entries
    }

    /// All entries in order, one at a time.
    public func replay(into body: (JournalEntry) throws -> Void) throws { try walk(after: 0, limit: Int.max, body) }

    func readLastTime() throws -> Timestamp? {
        let milliseconds = try queue.read { database in
            try Int64.fetchOne(database, sql: "SELECT time FROM entry ORDER BY sequence DESC LIMIT 1")
        }
        return milliseconds.map { Timestamp(milliseconds: $0) }
    }

    private func walk(after sequence: UInt64, limit: Int, _ body: (JournalEntry) throws -> Void) throws {
        guard sequence <= UInt64(Int64.max) else { return }
        let decoder = JSONDecoder()
        do {
            try queue.read { database in
                guard var checksum = try JournalTable.checksum(of: sequence, database) else { return }
                var last = sequence
                let rows = try Row.fetchCursor(database, sql: JournalTable.select, arguments: [Int64(sequence), limit])
                while let row = try rows.next() {
                    let (stored, found) = try decode(row)
                    guard stored.sequence == last + 1 else { throw JournalError.corrupt(path, "entry \(last + 1) is missing") }
                    last = stored.sequence
                    checksum = checksum.following(
                        sequence: last, time: stored.time, kind: stored.kind, job: stored.job, payload: stored.payload)
                    guard checksum == found else { throw JournalError.corrupt(path, "entry \(last) does not match its checksum") }
                    try body(try entry(stored, decoder))
                }
            }
        } catch {
            throw JournalError.of(error, path: path)
        }
    }

    private func decode(_ row: Row) throws -> (EntryRow, EntryChecksum) {
        // Through the optional conversion: the direct one ends the process where a damaged row holds another type.
        func column<Value: DatabaseValueConvertible>(_ index: Int) -> Value? { Value.fromDatabaseValue(row[index]) }
        guard let sequence: Int64 = column(0), let time: Int64 = column(1), let kind: String = column(2), let payload: String = column(4),
            let checksum: Int64 = column(5)
        else { throw JournalError.corrupt(path, "a row is not an entry") }
        let stored = EntryRow(
            sequence: UInt64(bitPattern: sequence), time: Timestamp(milliseconds: time), kind: kind, job: column(3), payload: payload)
        return (stored, EntryChecksum(value: UInt64(bitPattern: checksum)))
    }

    private func entry(_ stored: EntryRow, _ decoder: JSONDecoder) throws -> JournalEntry {
        do {
            return try stored.entry(decoder: decoder)
        } catch {
            throw JournalError.corrupt(path, "entry \(stored.sequence) (\(stored.kind)) is not understood", cause: error)
        }
    }
}
