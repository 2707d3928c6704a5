import BerthModel
import BerthScheduler
import FoundationEssentials
import GRDB

/// One way through a journal, from some entry on: rows of format 1 first, then blocks.
struct JournalWalk {
    private let database: Database
    private let path: String
    /// Entries up to here are not wanted.
    private let start: UInt64
    /// How many are still wanted.
    private var left: Int
    private let hasBlocks: Bool

    init(_ database: Database, path: String, after start: UInt64, limit: Int) throws {
        (self.database, self.path, self.start, left) = (database, path, start, limit)
        hasBlocks = try JournalTable.version(database) != JournalFormat.versionOfEntries
    }

    /// - Throws: `BerthError` with code `stateCorrupt` at the first row that is missing, changed or not understood; what `body` throws.
    mutating func run(_ body: (JournalEntry) throws -> Void) throws {
        if hasBlocks, let block = try JournalTable.bounds(ofBlockAt: start + 1, database, path: path) {
            if block.last > start { return try blocks(from: block.first, after: try checksum(before: block.first), body) }
            if block.last == start { try blocks(from: start + 1, after: block.checksum, body) }
            return
        }
        // Beyond the last entry, or among those of format 1.
        guard let checksum = try JournalTable.checksum(ofEntry: start, database, path: path) else { return }
        let (last, reached) = try entries(after: checksum, body)
        if hasBlocks, left > 0 { try blocks(from: last + 1, after: reached, body) }
    }

    private func checksum(before first: UInt64) throws -> EntryChecksum {
        if let block = try JournalTable.bounds(ofBlockAt: first - 1, database, path: path) {
            guard block.last == first - 1 else { throw missing(first - 1) }
            return block.checksum
        }
        guard let checksum = try JournalTable.checksum(ofEntry: first - 1, database, path: path) else { throw missing(first - 1) }
        return checksum
    }

    private func missing(_ sequence: UInt64) -> BerthError { JournalError.corrupt(path, "entry \(sequence) is missing") }

    /// - Returns: the last entry of format 1 and its checksum.
    private mutating func entries(
        after checksum: EntryChecksum, _ body: (JournalEntry) throws -> Void
    ) throws -> (UInt64, EntryChecksum) {
        let decoder = JSONDecoder()
        var (last, checksum) = (start, checksum)
        let rows = try Row.fetchCursor(database, sql: JournalTable.selectEntries, arguments: [Int64(start), left])
        while let row = try rows.next() {
            let (stored, found) = try EntryRow.decode(row, path: path)
            guard stored.sequence == last + 1 else { throw missing(last + 1) }
            last = stored.sequence
            checksum = checksum.following(sequence: last, time: stored.time, kind: stored.kind, job: stored.job, payload: stored.payload)
            guard checksum == found else { throw JournalError.corrupt(path, "entry \(last) does not match its checksum") }
            let entry: JournalEntry
            do {
                entry = try stored.entry(decoder: decoder)
            } catch {
                throw JournalError.corrupt(path, "entry \(last) (\(stored.kind)) is not understood", cause: error)
            }
            try body(entry)
            left -= 1
        }
        return (last, checksum)
    }

    private mutating func blocks(
        from first: UInt64, after checksum: EntryChecksum, _ body: (JournalEntry) throws -> Void
    ) throws {
        var (next, checksum, reader) = (first, checksum, BlockReader())
        let rows = try Row.fetchCursor(database, sql: JournalTable.selectBlocks, arguments: [Int64(first)])
        while left > 0, let row = try rows.next() {
            let (block, found) = try StoredBlock.decode(row, path: path)
            guard block.first == next else { throw missing(next) }
            checksum = block.checksum(after: checksum)
            guard checksum == found else {
                throw JournalError.corrupt(path, "the block of the entries \(block.first) to \(block.last) does not match its checksum")
            }
            left -= try reader.read(block, after: start, limit: left, path: path, body)
            next = block.last + 1
        }
    }
}
