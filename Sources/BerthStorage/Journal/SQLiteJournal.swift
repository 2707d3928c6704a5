import BerthModel
public import BerthScheduler
import FoundationEssentials
import GRDB

/// The journal on SQLite: what `append` has returned from survives the end of the process and of the machine's power (invariant 3).
///
/// Used by one thread at a time; `reader()` gives other threads a way to read.
public final class SQLiteJournal: Journal {
    /// Kept so that the directory stays locked while the journal is open.
    private let directory: StateDirectory
    private let path: String
    let queue: DatabaseQueue
    private var writer = BlockWriter()
    private var checksum: EntryChecksum
    /// Of the last durable entry; 0 for an empty journal.
    public private(set) var lastSequence: UInt64

    init(directory: StateDirectory, path: String) throws {
        self.directory = directory
        self.path = path
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.journalMode = .wal
        queue = try DatabaseQueue(path: path, configuration: configuration)
        // GRDB sets `synchronous` to NORMAL for a database in WAL mode while it opens it, whatever the configuration's own hook says;
        // so FULL is set here, on the connection that will write, and read back.
        try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA synchronous = FULL") }
        try queue.read { database in try JournalTable.checkStructure(database, path: path) }
        try SQLiteJournal.upgrade(queue)
        (lastSequence, checksum) = try queue.read { database in try JournalTable.last(database, path: path) }
        let durability = try durability()
        guard durability == Durability(synchronous: 2, journalMode: "wal") else {
            throw BerthError(
                .internalFault,
                "the journal \(path) would not be durable: synchronous \(durability.synchronous), journal mode \(durability.journalMode)")
        }
    }

    /// Makes format 2 of format 1, wholly or not at all.
    private static func upgrade(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { database in
            guard try JournalTable.version(database) == JournalFormat.versionOfEntries else { return }
            try database.inTransaction(.immediate) {
                try JournalTable.upgrade(database)
                return .commit
            }
            // An older program looks at the version in the main file before it looks into the log.
            try database.checkpoint(.truncate)
        }
    }

    /// What the open writer itself says about how it writes.
    struct Durability: Equatable {
        /// 2 is FULL: the log is synchronised at every commit.
        var synchronous: Int
        var journalMode: String
    }

    func durability() throws -> Durability {
        try queue.writeWithoutTransaction { database in
            Durability(
                synchronous: try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1,
                journalMode: try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "")
        }
    }

    /// - Complexity: one synchronisation of the disk, however many entries.
    public func append(_ entries: [JournalEntry]) throws {
        guard !entries.isEmpty else { return }
        var (sequence, checksum) = (lastSequence, checksum)
        do {
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    var rest = entries[...]
                    while !rest.isEmpty {
                        let block = try block(of: rest.prefix(StoredBlock.entriesMax), after: sequence)
                        rest = rest.dropFirst(StoredBlock.entriesMax)
                        checksum = block.checksum(after: checksum)
                        sequence = block.last
                        try JournalTable.append(block, checksum, database)
                    }
                    return .commit
                }
            }
        } catch {
            throw JournalError.of(error, path: path)
        }
        (lastSequence, self.checksum) = (sequence, checksum)
    }

    private func block(of entries: ArraySlice<JournalEntry>, after sequence: UInt64) throws -> StoredBlock {
        var last = sequence
        for entry in entries {
            precondition(entry.sequence == last + 1, "entry \(entry.sequence) is appended after \(last)")
            last = entry.sequence
        }
        return StoredBlock(
            first: sequence + 1, last: last, time: entries[entries.endIndex - 1].time, body: try writer.body(of: entries))
    }

    public func entries(after sequence: UInt64, limit: Int) throws -> [JournalEntry] {
        try JournalReader(queue: queue, path: path).entries(after: sequence, limit: limit)
    }

    /// Reads all entries in order, checking each, with one block at a time in memory.
    /// - Throws: `BerthError` with code `stateCorrupt` at the first entry that is missing, changed or not understood; what `body` throws.
    public func replay(into body: (JournalEntry) throws -> Void) throws {
        try JournalReader(queue: queue, path: path).replay(into: body)
    }

    /// A connection of its own for reading, for any thread.
    public func reader() throws -> JournalReader {
        var configuration = Configuration()
        configuration.label = "journal reader"
        configuration.readonly = true
        do {
            return JournalReader(queue: try DatabaseQueue(path: path, configuration: configuration), path: path)
        } catch {
            throw JournalError.of(error, path: path)
        }
    }

    /// Writes the log back into the main file and closes it. Nothing depends on it: an ending without it loses nothing.
    public func close() throws {
        do {
            try queue.close()
        } catch {
            throw JournalError.of(error, path: path)
        }
    }
}
