import CBerthSystem
import Glibc

extension Files {
    /// What is at a path, nil where nothing is.
    public static func status(_ path: String, followingLinks: Bool = true) throws(SystemError) -> FileStatus? {
        var status = stat()
        do {
            try SystemCall.check("stat", path) { unsafe followingLinks ? stat(path, &status) : lstat(path, &status) }
            return FileStatus(status)
        } catch where error.number == ENOENT || error.number == ENOTDIR {
            return nil
        }
    }

    static func makeDirectory(_ path: String, permissions: UInt32) throws(SystemError) {
        try SystemCall.check("mkdir", path) { unsafe mkdir(path, permissions) }
    }

    public static func rename(_ path: String, to target: String) throws(SystemError) {
        try SystemCall.check("rename", "\(path) to \(target)") { unsafe Glibc.rename(path, target) }
    }

    /// Removes a file, or an empty directory.
    public static func remove(_ path: String) throws(SystemError) {
        try SystemCall.check("remove", path) { unsafe Glibc.remove(path) }
    }

    public static func setPermissions(_ path: String, to permissions: UInt32) throws(SystemError) {
        try SystemCall.check("chmod", path) { unsafe chmod(path, permissions) }
    }

    /// Makes a named pipe; one that exists is left as it is.
    public static func createFIFO(_ path: String, permissions: UInt32 = 0o600) throws(SystemError) {
        do {
            try SystemCall.check("mkfifo", path) { unsafe mkfifo(path, permissions) }
        } catch where error.number == EEXIST && (try? status(path, followingLinks: false))?.kind == .fifo {
            return
        }
    }

    /// Free and total room where a path lies.
    public static func space(at path: String) throws(SystemError) -> FileSpace {
        var (free, total): (UInt64, UInt64) = (0, 0)
        try SystemCall.check("statvfs", path) { unsafe berth_space(path, &free, &total) }
        return FileSpace(free: Int64(clamping: free), total: Int64(clamping: total))
    }

    /// The path without links and dots.
    public static func resolve(_ path: String) throws(SystemError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw SystemError(number: errno, call: "resolve", subject: path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The names in a directory, sorted, without `.` and `..`.
    public static func list(_ path: String) throws(SystemError) -> [String] {
        guard let directory = unsafe opendir(path) else { throw SystemError(number: errno, call: "list", subject: path) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(directory) else {
                if errno != 0 { throw SystemError(number: errno, call: "list", subject: path) }
                return names.sorted()
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    /// Removes a file or a directory with everything in it. Links are removed, never followed; what is missing is no error.
    public static func removeTree(_ path: String) throws(SystemError) {
        guard let status = try status(path, followingLinks: false) else { return }
        if status.kind == .directory {
            for name in try list(path) { try removeTree("\(path)/\(name)") }
        }
        do { try remove(path) } catch where error.number == ENOENT { return }
    }
}
