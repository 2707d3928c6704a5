import BerthSystem
import FoundationEssentials

/// The records of a run: written first, told to the daemon afterwards.
///
/// A disk that is full must not end a program that runs, so what cannot be written now is kept and tried again.
final class RunLog {
    /// Between two attempts to write what could not be written.
    private static let retryInterval: Int64 = 1000

    private let file: FileDescriptor
    /// Bytes of whole records in the file.
    private var length: Int
    /// Records that are not in the file yet, and whether one of them has to be on the disk.
    private var backlog: [UInt8] = []
    private var isDecisive = false
    /// When to call `flush` again, in monotonic milliseconds; nil where nothing is left to write.
    private(set) var retryAt: Int64?
    /// The FIFO of the daemon, and what is written to it; nil: nobody is told.
    var poke: (fifo: String, line: String)?

    init(_ directory: RunDirectory) throws(SystemError) {
        file = try FileDescriptor.open(directory.records, [.write, .append, .create, .noFollow])
        length = Int(clamping: try file.status().size)
    }

    /// Adds a record, or fails without a trace of it.
    func append(_ event: RunRecord.Event) throws(SystemError) {
        add(event)
        do throws(SystemError) { try write() } catch {
            backlog = []
            throw error
        }
    }

    /// Adds a record as soon as there is room for it.
    func note(_ event: RunRecord.Event) {
        add(event)
        flush()
    }

    /// Tries to write what is left; whether all is written.
    @discardableResult
    func flush() -> Bool {
        guard !backlog.isEmpty else { return true }
        do throws(SystemError) {
            try write()
            retryAt = nil
            return true
        } catch {
            retryAt = SystemClock.monotonic() + RunLog.retryInterval
            return false
        }
    }

    private func add(_ event: RunRecord.Event) {
        let record = RunRecord(at: SystemClock.wall(), event)
        // Whether the run may be started, and how it ended, has to outlast a loss of power. Nothing that the rest could be about does.
        if case .starting = event { isDecisive = true } else if record.isLast { isDecisive = true }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(record) else { preconditionFailure("the record \(record) cannot be encoded") }
        backlog += line + [UInt8(ascii: "\n")]
    }

    private func write() throws(SystemError) {
        do throws(SystemError) {
            try file.write(backlog)
            if isDecisive { try file.synchronize() }
        } catch {
            // Half a record must not stay before the next one.
            try? file.truncate(to: length)
            throw error
        }
        length += backlog.count
        backlog = []
        isDecisive = false
        tellDaemon()
    }

    /// Best effort: a daemon that does not listen now reads the records when it starts, and looks again every few seconds.
    private func tellDaemon() {
        guard let poke else { return }
        try? FileDescriptor.open(poke.fifo, [.write, .nonBlocking, .noFollow]).write("\(poke.line)\n")
    }
}
