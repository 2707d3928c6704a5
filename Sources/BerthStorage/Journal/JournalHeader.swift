import BerthModel
import BerthSystem

/// The first bytes of a journal, read without SQLite, which would change a file just by opening it.
enum JournalHeader {
    static func check(_ path: String) throws {
        guard let status = try Files.status(path, followingLinks: false), status.kind == .file else {
            throw BerthError(.stateForeign, "\(path) is not a file")
        }
        let bytes = try FileDescriptor.open(path, [.read, .noFollow]).read(upTo: 100) ?? []
        guard bytes.count == 100 else { throw JournalError.corrupt(path, "it ends after \(bytes.count) bytes") }
        guard bytes.starts(with: "SQLite format 3\0".utf8) else {
            throw BerthError(.stateForeign, "\(path) is not a journal of Berth: it is no SQLite file")
        }
        guard number(bytes, at: 68) == JournalFormat.applicationID else {
            throw BerthError(.stateForeign, "\(path) is not a journal of Berth: it is another program's SQLite file")
        }
        let version = number(bytes, at: 60)
        guard version != 0 else { throw JournalError.corrupt(path, "it has no format version") }
        guard version <= JournalFormat.version else {
            throw BerthError(
                .stateForeign, "\(path) has format \(version), written by a newer Berth; this one knows format \(JournalFormat.version)",
                hint: "install the newer version again")
        }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
