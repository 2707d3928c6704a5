import BerthModel
import BerthSystem

/// Small files of the host: sysfs, procfs, and saved descriptions.
enum HostFile {
    /// The whole file, or nil when it is not there or cannot be read. Meant for sysfs, where both are normal.
    static func text(_ path: String) -> String? {
        try? Files.readText(path, limit: 1 << 20)
    }

    /// The whole file as text.
    /// - Throws: `BerthError` `notFound` or `inputOutput`, naming the file.
    static func contents(_ path: String, limit: Int) throws(BerthError) -> String {
        do {
            return try Files.readText(path, limit: limit)
        } catch {
            let missing = error.number == ErrorNumber.notFound || error.number == ErrorNumber.notADirectory
            throw BerthError(missing ? .notFound : .inputOutput, "\(error)", cause: error)
        }
    }

    /// The names in a directory, sorted; empty when it is not there.
    static func names(in path: String) -> [String] { (try? Files.list(path)) ?? [] }

    static var hostname: String { (try? HostName.current()) ?? "localhost" }
}
