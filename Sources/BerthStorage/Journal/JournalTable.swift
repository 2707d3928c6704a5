import BerthModel
import GRDB

/// The statements of the journal's one table.
enum JournalTable {
    static let insert = "INSERT INTO entry (sequence, time, kind, job, payload, checksum) VALUES (?, ?, ?, ?, ?, ?)"
    static let select = "SELECT sequence, time, kind, job, payload, checksum FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?"

    /// The pages hang together, and the table is the one we know.
    static func checkStructure(_ database: Database, path: String) throws {
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard verdict == "ok" else { throw JournalError.corrupt(path, String(verdict.split(separator: "\n").last ?? "")) }
        let tables = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema ORDER BY rowid")
        guard tables == [JournalFormat.table] else {
            throw JournalError.corrupt(path, "its table is not the one of format \(JournalFormat.version)")
        }
    }

    static func last(_ database: Database) throws -> (UInt64, EntryChecksum) {
        guard let row = try Row.fetchOne(database, sql: "SELECT sequence, checksum FROM entry ORDER BY sequence DESC LIMIT 1") else {
            return (0, .start)
        }
        return (UInt64(bitPattern: row[0] as Int64), EntryChecksum(value: UInt64(bitPattern: row[1] as Int64)))
    }

    /// The checksum of an entry; of the empty journal for 0.
    static func checksum(of sequence: UInt64, _ database: Database) throws -> EntryChecksum? {
        guard sequence > 0 else { return .start }
        let value = try Int64.fetchOne(database, sql: "SELECT checksum FROM entry WHERE sequence = ?", arguments: [Int64(sequence)])
        return value.map { EntryChecksum(value: UInt64(bitPattern: $0)) }
    }
}
