import BerthModel
public import BerthScheduler
import FoundationEssentials
import GRDB

/// Reads a journal; every row is checked against its checksum and its neighbours.
public struct JournalReader: Sendable {
    private let queue: DatabaseQueue
    private let path: String

    init(queue: DatabaseQueue, path: String) {
        self.queue = queue
        self.path = path
    }

    /// Entries after `sequence`, oldest first, at most `limit`; none where `sequence` is the last or beyond it.
    /// - Complexity: O(entries), and those before them in the same block.
    public func entries(after sequence: UInt64, limit: Int) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try walk(after: sequence, limit: limit) { entries.append($0) }
        return entries
    }

    /// All entries in order, one block at a time.
    public func replay(into body: (JournalEntry) throws -> Void) throws { try walk(after: 0, limit: Int.max, body) }

    func readLastTime() throws -> Timestamp? {
        let milliseconds = try queue.read { database in
            let isOld = try JournalTable.version(database) == JournalFormat.versionOfEntries
            let block = isOld ? nil : try Int64.fetchOne(database, sql: "SELECT time FROM block ORDER BY first DESC LIMIT 1")
            return try block ?? Int64.fetchOne(database, sql: "SELECT time FROM entry ORDER BY sequence DESC LIMIT 1")
        }
        return milliseconds.map { Timestamp(milliseconds: $0) }
    }

    private func walk(after sequence: UInt64, limit: Int, _ body: (JournalEntry) throws -> Void) throws {
        // One below, so that the next one is a number of SQLite's too.
        guard sequence < UInt64(Int64.max), limit > 0 else { return }
        do {
            try queue.read { database in
                var walk = try JournalWalk(database, path: path, after: sequence, limit: limit)
                try walk.run(body)
            }
        } catch {
            throw JournalError.of(error, path: path)
        }
    }
}
