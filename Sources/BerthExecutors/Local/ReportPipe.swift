import BerthModel
import BerthSystem

/// The FIFO through which supervisors say that a run has a new record.
final class ReportPipe {
    let descriptor: FileDescriptor
    private var rest: [UInt8] = []

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// The reading end, made where it is missing.
    static func open(_ path: String) throws(SystemError) -> FileDescriptor {
        try Files.createFIFO(path)
        // Open for both: with no supervisor there is still no end of file.
        return try FileDescriptor.open(path, [.read, .write, .nonBlocking, .noFollow])
    }

    /// The runs that were named since the last call. Lines that are no run id are passed over.
    func read() throws(SystemError) -> Set<RunID> {
        while let part = try descriptor.read(upTo: 65_536), !part.isEmpty { rest += part }
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[..<end].split(separator: UInt8(ascii: "\n"))
        rest.removeSubrange(...end)
        return Set(lines.compactMap { RunID(String(decoding: $0, as: UTF8.self)) })
    }
}
