/// Whole files and directories by path.
public enum Files {
    /// The bytes of a file.
    /// - Throws: `SystemError`; EFBIG where it is longer than `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        do {
            return try FileDescriptor.open(path, [.read]).readToEnd(limit: limit)
        } catch {
            throw error.naming(path)
        }
    }

    /// A file's bytes as text; bytes that are not UTF-8 become U+FFFD.
    public static func readText(_ path: String, limit: Int) throws(SystemError) -> String {
        String(decoding: try read(path, limit: limit), as: UTF8.self)
    }

    /// Puts a file in place of whatever is there, durably: readers and a crash see the old file or the new one, whole.
    ///
    /// A temporary file beside it is written, synchronised and renamed, then the directory is synchronised.
    public static func writeAtomically(_ bytes: some Collection<UInt8>, to path: String, permissions: UInt32 = 0o600) throws(SystemError) {
        try replace(path, with: bytes, permissions: permissions, durably: true)
    }

    /// Puts a file in place of whatever is there: readers see the old file or the new one, whole. Unless `durably`, a loss of power may
    /// bring the old one back or leave an empty one.
    public static func replace(
        _ path: String, with bytes: some Collection<UInt8>, permissions: UInt32 = 0o600, durably: Bool = false
    ) throws(SystemError) {
        let temporary = "\(path).\(UniqueName.random())"
        do {
            let file = try FileDescriptor.open(temporary, [.write, .create, .exclusive, .noFollow], permissions: permissions)
            try file.write(bytes)
            if durably { try file.synchronize() }
            try rename(temporary, to: path)
            if durably { try synchronizeDirectory(parent(of: path)) }
        } catch {
            try? remove(temporary)
            throw error.naming(path)
        }
    }

    /// Adds bytes at the end of a file in one write, making it where it is missing; `durably` waits for the disk.
    public static func append(
        _ bytes: some Collection<UInt8>, to path: String, durably: Bool = true, permissions: UInt32 = 0o600
    ) throws(SystemError) {
        do {
            let file = try FileDescriptor.open(path, [.write, .append, .create, .noFollow], permissions: permissions)
            try file.write(bytes)
            if durably { try file.synchronize() }
        } catch {
            throw error.naming(path)
        }
    }

    /// Makes a directory, and its missing parents if asked. One that exists is left as it is.
    public static func createDirectory(_ path: String, permissions: UInt32 = 0o700, withParents: Bool = false) throws(SystemError) {
        do {
            try makeDirectory(path, permissions: permissions)
        } catch  where error.number == ErrorNumber.exists && (try? status(path))?.kind == .directory {
            return
        } catch  where error.number == ErrorNumber.notFound && withParents && parent(of: path) != path {
            try createDirectory(parent(of: path), permissions: permissions, withParents: true)
            try createDirectory(path, permissions: permissions)
        }
    }

    public static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

    /// Waits until the names in a directory are on the disk.
    public static func synchronizeDirectory(_ path: String) throws(SystemError) {
        do {
            try FileDescriptor.open(path, [.read, .directory]).synchronize(metadata: true)
        } catch {
            throw error.naming(path)
        }
    }

    /// Everything before the last slash: `/a` of `/a/b`, `.` of a bare name.
    public static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The part after the last slash.
    public static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}

extension SystemError {
    /// The same error about a path, where the call itself knew only a descriptor.
    public func naming(_ path: String) -> SystemError { SystemError(number: number, call: call, subject: path) }
}
