/// The journal as a file: one SQLite database, one row a block of entries. What was written before there were blocks stays as it is, one
/// row an entry, and comes first.
enum JournalFormat {
    static let fileName = "journal.sqlite"
    /// What stands at byte 68 of the file and says that it is ours: "Brth".
    static let applicationID: UInt32 = 0x4272_7468
    /// At byte 60. Raised when a program that knows only the old format would read the new one wrongly.
    static let version: UInt32 = 2
    /// The version with rows alone, which this program makes a journal of its own of.
    static let versionOfEntries: UInt32 = 1

    /// The one table of format 1. No index besides the table's own: entries are only ever read in order.
    static let entries = """
        CREATE TABLE entry (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, job TEXT, payload TEXT NOT NULL, \
        checksum INTEGER NOT NULL) STRICT
        """

    /// What one commit appended is one row, or a few where it is large.
    static let blocks = """
        CREATE TABLE block (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL, \
        checksum INTEGER NOT NULL) STRICT
        """

    /// The tables of a version, in the order in which they are made.
    static func tables(of version: UInt32) -> [String] { version == versionOfEntries ? [entries] : [entries, blocks] }

    /// What a state directory may hold besides, and still be one, or be new: the lock, the runs, a fresh disk's `lost+found`.
    static let companions: Set<String> = ["lock", "runs", "lost+found", "\(fileName)-wal", "\(fileName)-shm", "\(fileName)-journal"]
    /// The name under which a new journal is made, before it is whole.
    static let unfinished = "\(fileName).new"
}
