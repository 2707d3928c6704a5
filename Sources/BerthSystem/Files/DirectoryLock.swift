/// The ownership of a directory: an exclusive flock(2) on a file in it, held until the last reference goes.
///
/// The kernel gives it back when the process ends, however it ends. The file stays, with the last holder's pid in it.
public final class DirectoryLock: Sendable {
    /// The locked file.
    public let path: String
    private let file: FileDescriptor

    private init(path: String, file: FileDescriptor) {
        self.path = path
        self.file = file
    }

    deinit { file.unlock() }

    /// Takes the lock, or answers nil at once where another process holds it.
    /// - Throws: `SystemError` where the file cannot be made or locked.
    public static func tryLock(_ directory: String, file name: String = "lock") throws(SystemError) -> DirectoryLock? {
        let path = "\(directory)/\(name)"
        let file = try FileDescriptor.open(path, [.read, .write, .create, .noFollow])
        guard try file.tryLock() else { return nil }
        let lock = DirectoryLock(path: path, file: file)
        try lock.nameHolder()
        return lock
    }

    /// Who holds the lock, as far as can be told; nil where nobody does or where the holder has not yet said.
    public static func holder(of directory: String, file name: String = "lock") throws(SystemError) -> ProcessIdentity? {
        let path = "\(directory)/\(name)"
        guard try isHeld(directory, file: name) else { return nil }
        return ProcessIdentity(try Files.readText(path, limit: 256))
    }

    /// Whether a process holds the lock. To find out it is taken for a moment, so whoever wants it must try more than once.
    public static func isHeld(_ directory: String, file name: String = "lock") throws(SystemError) -> Bool {
        do {
            let file = try FileDescriptor.open("\(directory)/\(name)", [.read, .noFollow])
            guard try file.tryLock() else { return true }
            file.unlock()
            return false
        } catch where error.number == ErrorNumber.notFound {
            return false
        }
    }

    /// Writes into the file who holds the lock: this process. To be called again after `CurrentProcess.detach()`.
    public func nameHolder() throws(SystemError) {
        try file.truncate(to: 0)
        try file.write(at: 0, "\(CurrentProcess.identity())\n")
    }
}
