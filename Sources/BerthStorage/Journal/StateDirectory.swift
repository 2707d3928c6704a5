public import BerthModel
import BerthSystem

/// The directory that holds everything one daemon knows. While this object lives nobody else may open it (invariant 9).
public final class StateDirectory: Sendable {
    public let path: String
    /// Held until the last reference goes, or the process ends in whatever way.
    private let lock: DirectoryLock

    private init(path: String, lock: DirectoryLock) {
        self.path = path
        self.lock = lock
    }

    var journalPath: String { "\(path)/\(JournalFormat.fileName)" }

    /// Takes a state directory, or refuses it and changes nothing.
    /// - Parameter initialise: makes the directory where it is missing or empty; one that is in use is opened as it is.
    /// - Throws: `BerthError` with code `stateLocked` (another daemon has it), `stateMissing` (nothing there and `initialise` is false),
    ///   `stateForeign` (not Berth's, or of a newer version), `stateCorrupt`, `notAllowed` (others may write to it, or we may not),
    ///   `diskFull` or `inputOutput`.
    public static func open(_ path: String, initialise: Bool) throws(BerthError) -> StateDirectory {
        do {
            if try Files.status(path) == nil {
                guard initialise else { throw missing("there is no state directory \(path)") }
                try Files.createDirectory(path, permissions: 0o700)
                try Files.synchronizeDirectory(Files.parent(of: path))
            }
            return try take(path, initialise: initialise)
        } catch {
            throw JournalError.of(error, path: path)
        }
    }

    private static func take(_ path: String, initialise: Bool) throws -> StateDirectory {
        try checkPermissions(path)
        // Before the lock, whose file would be a change to a directory that is not ours.
        let journal = "\(path)/\(JournalFormat.fileName)"
        let wasThere = Files.exists(journal)
        if wasThere {
            try JournalHeader.check(journal)
        } else {
            try checkIsNew(path)
            guard initialise else { throw missing("the state directory \(path) is empty") }
        }
        guard let lock = try DirectoryLock.tryLock(path) else {
            let holder = try? DirectoryLock.holder(of: path)
            throw BerthError(
                .stateLocked, "the state directory \(path) belongs to another running daemon\(holder.map { " (pid \($0.pid))" } ?? "")",
                hint: "stop that one first, or name another --state-dir")
        }
        let directory = StateDirectory(path: path, lock: lock)
        if !Files.exists(journal) {
            try directory.checkNothingIsLeft()
            try directory.makeJournal()
        } else if !wasThere {
            // Made meanwhile by a daemon that has ended again.
            try JournalHeader.check(journal)
        }
        return directory
    }

    private static func missing(_ message: String) -> BerthError {
        BerthError(.stateMissing, message, hint: "start with --init to make a new, empty one")
    }

    /// Whoever may write here may do what the daemon may.
    private static func checkPermissions(_ path: String) throws {
        guard let status = try Files.status(path), status.kind == .directory else {
            throw BerthError(.stateForeign, "\(path) is not a directory")
        }
        guard status.permissions & 0o022 == 0 else {
            throw BerthError(.notAllowed, "others may write to the state directory \(path)", hint: "chmod go-w \(path)")
        }
        guard status.owner == CurrentProcess.user || status.owner == 0 else {
            throw BerthError(
                .notAllowed,
                "the state directory \(path) belongs to user \(Users.name(of: status.owner)), not to \(Users.name(of: CurrentProcess.user))"
            )
        }
    }

    /// A directory without a journal must hold nothing else either: a mistyped path is not filled with state. A journal that is found
    /// now has just been made by another daemon, and the lock decides between the two.
    static func checkIsNew(_ path: String) throws {
        let ours = JournalFormat.companions.union([JournalFormat.fileName])
        for name in try Files.list(path) where !ours.contains(name) && !name.hasPrefix(JournalFormat.unfinished) {
            guard try Files.status("\(path)/\(name)", followingLinks: false)?.kind != .socket else { continue }
            throw BerthError(
                .stateForeign, "\(path) holds other files (\"\(name)\") and no journal, so it is no state directory",
                hint: "name an empty directory")
        }
    }

    /// Beside what a journal leaves behind no new one is made: the old one was lost. Asked under the lock, since another daemon may
    /// just have been making it.
    private func checkNothingIsLeft() throws(BerthError) {
        for name in ["\(JournalFormat.fileName)-wal", "\(JournalFormat.fileName)-journal", "runs"] where Files.exists("\(path)/\(name)") {
            throw BerthError(
                .stateCorrupt, "the journal of \(path) is gone, but \"\(name)\" is still there",
                hint: "nothing was changed; restore the directory from a backup")
        }
    }
}
