public import BerthModel
import BerthSystem
import GRDB

extension StateDirectory {
    /// Makes an empty journal beside its place and renames it there: it is whole, or it is not there.
    func makeJournal() throws {
        let unfinished = "\(path)/\(JournalFormat.unfinished)"
        for name in try Files.list(path) where name.hasPrefix(JournalFormat.unfinished) { try Files.remove("\(path)/\(name)") }
        // Made by us first, so that its permissions are ours and not the umask's.
        _ = try FileDescriptor.open(unfinished, [.write, .create, .exclusive, .noFollow], permissions: 0o600)
        var configuration = Configuration()
        configuration.label = "new journal"
        let queue = try DatabaseQueue(path: unfinished, configuration: configuration)
        try queue.write { database in
            for table in JournalFormat.tables(of: JournalFormat.version) { try database.execute(sql: table) }
            try database.execute(sql: "PRAGMA application_id = \(JournalFormat.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(JournalFormat.version)")
        }
        try queue.close()
        try FileDescriptor.open(unfinished, [.read]).synchronize(metadata: true)
        try Files.rename(unfinished, to: journalPath)
        try Files.synchronizeDirectory(path)
    }

    /// Opens the journal for writing, after a check of its structure. Its entries are checked one by one as `replay` reads them.
    /// - Throws: `BerthError` with code `stateCorrupt`, `stateForeign`, `diskFull` or `inputOutput`.
    /// - Complexity: O(size of the file).
    public func openJournal() throws(BerthError) -> SQLiteJournal {
        do {
            try JournalHeader.check(journalPath)
            return try SQLiteJournal(directory: self, path: journalPath)
        } catch {
            throw JournalError.of(error, path: journalPath)
        }
    }
}
