import BerthModel
import Glibc

/// Reads small files of the host: sysfs, procfs, and saved descriptions.
enum HostFile {
    /// The whole file, or nil when it does not exist or cannot be read. Meant for sysfs, where both are normal.
    static func text(_ path: String) -> String? {
        try? contents(path, bytesMax: 1 << 20)
    }

    /// The whole file as text.
    /// - Throws: `BerthError` `notFound` or `inputOutput`, naming the file.
    static func contents(_ path: String, bytesMax: Int) throws(BerthError) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno
            throw BerthError(reason == ENOENT ? .notFound : .inputOutput, "\(path): \(explanation(of: reason))")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw BerthError(.inputOutput, "\(path): \(explanation(of: errno))") }
            if got == 0 { break }
            bytes.append(contentsOf: chunk[..<got])
            guard bytes.count <= bytesMax else {
                throw BerthError(.inputOutput, "\(path) is larger than \(Bytes(Int64(bytesMax))), which no topology description is")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names in a directory, in no order; empty when it does not exist.
    static func names(in path: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static var hostname: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func explanation(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        return unsafe buffer.withUnsafeMutableBufferPointer { space in
            guard let base = space.baseAddress, let text = unsafe strerror_r(code, base, space.count) else { return "error \(code)" }
            return unsafe String(cString: text).lowercased()
        }
    }
}
