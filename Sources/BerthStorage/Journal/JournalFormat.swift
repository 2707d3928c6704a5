/// The journal as a file: one SQLite database with one table, one row an entry.
enum JournalFormat {
    static let fileName = "journal.sqlite"
    /// What stands at byte 68 of the file and says that it is ours: "Brth".
    static let applicationID: UInt32 = 0x4272_7468
    /// At byte 60. Raised when a program that knows only the old format would read the new one wrongly.
    static let version: UInt32 = 1

    /// No index besides the table's own: entries are only ever read in order.
    static let table = """
        CREATE TABLE entry (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, job TEXT, payload TEXT NOT NULL, \
        checksum INTEGER NOT NULL) STRICT
        """

    /// What a state directory may hold besides, and still be one, or be new: the lock, the runs, a fresh disk's `lost+found`.
    static let companions: Set<String> = ["lock", "runs", "lost+found", "\(fileName)-wal", "\(fileName)-shm", "\(fileName)-journal"]
    /// The name under which a new journal is made, before it is whole.
    static let unfinished = "\(fileName).new"
}
