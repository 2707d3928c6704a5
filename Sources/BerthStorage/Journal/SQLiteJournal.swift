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
    private let encoder = EntryRow.makeEncoder()
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
        (lastSequence, checksum) = try queue.read { database in
            try JournalTable.checkStructure(database, path: path)
            return try JournalTable.last(database)
        }
        let durability = try durability()
        guard durability == Durability(synchronous: 2, journalMode: "wal") else {
            throw BerthError(
                .internalFault,
                "the journal \(path) would not be durable: synchronous \(durability.synchronous), journal mode \(durability.journalMode)")
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
                    let statement = try database.cachedStatement(sql: JournalTable.insert)
                    for entry in entries {
                        precondition(entry.sequence == sequence + 1, "entry \(entry.sequence) is appended after \(sequence)")
                        sequence = entry.sequence
                        let row = try EntryRow(entry, encoder: encoder)
                        checksum = checksum.following(
                            sequence: sequence, time: row.time, kind: row.kind, job: row.job, payload: row.payload)
                        try statement.execute(arguments: [
                            Int64(sequence), row.time.milliseconds, row.kind, row.job, row.payload, Int64(bitPattern: checksum.value),
                        ])
                    }
                    return .commit
                }
            }
        } catch {
            throw JournalError.of(error, path: path)
        }
        (lastSequence, self.checksum) = (sequence, checksum)
    }

    public func entries(after sequence: UInt64, limit: Int) throws -> [JournalEntry] {
        try JournalReader(queue: queue, path: path).entries(after: sequence, limit: limit)
    }

    /// Reads all entries in order, checking each, with one at a time in memory.
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
