import BerthModel
import FoundationEssentials
import GRDB

/// The statements of the journal's tables.
enum JournalTable {
    static let insertBlock = "INSERT INTO block (first, last, time, body, checksum) VALUES (?, ?, ?, ?, ?)"
    /// From the block on that begins at a sequence.
    static let selectBlocks = "SELECT first, last, time, body, checksum FROM block WHERE first >= ? ORDER BY first"
    static let selectEntries =
        "SELECT sequence, time, kind, job, payload, checksum FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?"

    static func version(_ database: Database) throws -> UInt32 {
        UInt32(truncatingIfNeeded: try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
    }

    /// The pages hang together, and the tables are the ones we know.
    static func checkStructure(_ database: Database, path: String) throws {
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard verdict == "ok" else { throw JournalError.corrupt(path, String(verdict.split(separator: "\n").last ?? "")) }
        let version = try version(database)
        let tables = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema ORDER BY rowid")
        guard tables == JournalFormat.tables(of: version) else {
            throw JournalError.corrupt(path, "its tables are not those of format \(version)")
        }
    }

    /// Makes format 2 of format 1, in a transaction of the caller's. The entries stay where they are.
    static func upgrade(_ database: Database) throws {
        try database.execute(sql: JournalFormat.blocks)
        try database.execute(sql: "PRAGMA user_version = \(JournalFormat.version)")
    }

    /// The sequence and the checksum of the last entry.
    static func last(_ database: Database, path: String) throws -> (UInt64, EntryChecksum) {
        if let block = try bounds(ofBlockAt: UInt64(Int64.max), database, path: path) { return (block.last, block.checksum) }
        guard let row = try Row.fetchOne(database, sql: "SELECT sequence, checksum FROM entry ORDER BY sequence DESC LIMIT 1") else {
            return (0, .start)
        }
        guard case let sequence = try number(row, 0, path), sequence > 0 else { throw JournalError.corrupt(path, "a row is not an entry") }
        return (UInt64(sequence), try checksum(row, 1, path))
    }

    /// Through the optional conversion: the direct one ends the process where a damaged row holds another type.
    private static func number(_ row: Row, _ index: Int, _ path: String) throws -> Int64 {
        guard let value = Int64.fromDatabaseValue(row[index]) else { throw JournalError.corrupt(path, "a row has no numbers") }
        return value
    }

    private static func checksum(_ row: Row, _ index: Int, _ path: String) throws -> EntryChecksum {
        EntryChecksum(value: UInt64(bitPattern: try number(row, index, path)))
    }

    static func append(_ block: StoredBlock, _ checksum: EntryChecksum, _ database: Database) throws {
        try database.cachedStatement(sql: insertBlock).execute(arguments: [
            Int64(block.first), Int64(block.last), block.time.milliseconds, Data(block.body), Int64(bitPattern: checksum.value),
        ])
    }

    /// Of an entry of format 1, of the empty journal for 0; nil where there is no such row.
    static func checksum(ofEntry sequence: UInt64, _ database: Database, path: String) throws -> EntryChecksum? {
        guard sequence > 0 else { return .start }
        let row = try Row.fetchOne(database, sql: "SELECT checksum FROM entry WHERE sequence = ?", arguments: [Int64(sequence)])
        return try row.map { try checksum($0, 0, path) }
    }

    /// Where a block begins and ends, and its checksum.
    typealias Bounds = (first: UInt64, last: UInt64, checksum: EntryChecksum)

    /// Of the block with an entry, or else of the last one before it; nil where there is none.
    static func bounds(ofBlockAt sequence: UInt64, _ database: Database, path: String) throws -> Bounds? {
        let row = try Row.fetchOne(
            database, sql: "SELECT first, last, checksum FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1",
            arguments: [Int64(sequence)])
        guard let row else { return nil }
        let (first, last) = try StoredBlock.bounds(try number(row, 0, path), try number(row, 1, path), path: path)
        return (first, last, try checksum(row, 2, path))
    }
}
