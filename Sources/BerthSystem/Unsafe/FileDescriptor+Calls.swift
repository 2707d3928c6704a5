import CBerthSystem
import Glibc

extension FileDescriptor {
    /// Opens a file; `permissions` apply to a file made by this call, less the umask.
    public static func open(_ path: String, _ mode: OpenMode, permissions: UInt32 = 0o600) throws(SystemError) -> FileDescriptor {
        let number = try SystemCall.check("open", path) { unsafe Glibc.open(path, mode.flags, permissions) }
        return FileDescriptor(owning: number)
    }

    static func close(_ number: Int32) {
        // Linux frees the number even where close reports an error, so nothing is retried.
        _ = Glibc.close(number)
    }

    /// Both ends of a pipe.
    public static func pipe() throws(SystemError) -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: (Int32, Int32) = (-1, -1)
        try SystemCall.check("pipe") {
            unsafe withUnsafeMutableBytes(of: &ends) { unsafe berth_pipe($0.assumingMemoryBound(to: Int32.self).baseAddress!) }
        }
        return (FileDescriptor(owning: ends.0), FileDescriptor(owning: ends.1))
    }

    /// A pair of connected unix stream sockets.
    public static func socketPair() throws(SystemError) -> (FileDescriptor, FileDescriptor) {
        var ends: (Int32, Int32) = (-1, -1)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try SystemCall.check("socketpair") {
            unsafe withUnsafeMutableBytes(of: &ends) {
                unsafe socketpair(AF_UNIX, kind, 0, $0.assumingMemoryBound(to: Int32.self).baseAddress!)
            }
        }
        return (FileDescriptor(owning: ends.0), FileDescriptor(owning: ends.1))
    }

    /// A second descriptor for the same open file.
    public func duplicate() throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try SystemCall.check("duplicate") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    /// Reads what is there, at most `limit` bytes; empty at the end of the file, nil where a non-blocking read has nothing yet.
    public func read(upTo limit: Int) throws(SystemError) -> [UInt8]? {
        precondition(limit > 0, "a read of \(limit) bytes")
        var bytes = [UInt8](repeating: 0, count: limit)
        do {
            let count = try SystemCall.check("read") { unsafe Glibc.read(number, &bytes, limit) }
            bytes.removeSubrange(count...)
            return bytes
        } catch where error.number == EAGAIN {
            return nil
        }
    }

    /// Reads to the end of the file.
    /// - Throws: EFBIG where there are more than `limit` bytes.
    public func readToEnd(limit: Int) throws(SystemError) -> [UInt8] {
        var all: [UInt8] = []
        while let part = try read(upTo: min(limit + 1, 65_536)), !part.isEmpty {
            all += part
            if all.count > limit { throw SystemError(number: EFBIG, call: "read", subject: "more than \(limit) bytes") }
        }
        return all
    }

    /// Writes all bytes, in as many calls as it takes.
    public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            written += try SystemCall.check("write") {
                unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress! + written, bytes.count - written) }
            }
        }
    }

    public func write(_ text: String) throws(SystemError) { try write(text.utf8) }

    /// Writes a short text at a place of the file.
    func write(at position: Int, _ text: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        let count = try SystemCall.check("write") { unsafe pwrite(number, bytes, bytes.count, position) }
        guard count == bytes.count else { throw SystemError(number: ENOSPC, call: "write") }
    }

    /// Waits until data and size are on the disk (fdatasync, or fsync with all metadata).
    public func synchronize(metadata: Bool = false) throws(SystemError) {
        try SystemCall.check("synchronize") { metadata ? fsync(number) : fdatasync(number) }
    }

    /// Has the next read begin at this byte of the file.
    public func seek(to position: Int) throws(SystemError) {
        try SystemCall.check("seek") { lseek(number, position, SEEK_SET) }
    }

    public func truncate(to length: Int) throws(SystemError) {
        try SystemCall.check("truncate") { ftruncate(number, length) }
    }

    /// What the descriptor is open on.
    public func status() throws(SystemError) -> FileStatus {
        var status = stat()
        try SystemCall.check("stat") { unsafe fstat(number, &status) }
        return FileStatus(status)
    }

    /// An exclusive flock(2); false where somebody else holds one. It goes with `unlock` or with the last duplicate of this descriptor,
    /// and a child between fork and exec has one of every descriptor.
    public func tryLock() throws(SystemError) -> Bool {
        do {
            try SystemCall.check("lock") { berth_try_lock(number) }
            return true
        } catch where error.number == EWOULDBLOCK {
            return false
        }
    }

    func unlock() { _ = berth_unlock(number) }
}

extension OpenMode {
    /// The flags of open(2).
    var flags: Int32 {
        var flags = O_CLOEXEC | O_NOCTTY
        if contains(.read) && contains(.write) { flags |= O_RDWR } else if contains(.write) { flags |= O_WRONLY }
        if contains(.create) { flags |= O_CREAT }
        if contains(.exclusive) { flags |= O_EXCL }
        if contains(.append) { flags |= O_APPEND }
        if contains(.truncate) { flags |= O_TRUNC }
        if contains(.noFollow) { flags |= O_NOFOLLOW }
        if contains(.nonBlocking) { flags |= O_NONBLOCK }
        if contains(.directory) { flags |= O_DIRECTORY }
        return flags
    }
}
