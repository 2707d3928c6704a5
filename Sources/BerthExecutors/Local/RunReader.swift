import BerthModel
import BerthScheduler
import BerthSystem
import FoundationEssentials

/// Reads a run's records as the supervisor adds to them.
struct RunReader {
    let run: RunID
    let directory: RunDirectory
    /// Bytes of whole lines read so far.
    private var position = 0
    /// Whether the last record has been read.
    private(set) var hasEnded = false
    /// Lines that are no record: after a loss of power the end of the file may hold anything.
    private(set) var unreadable = 0

    init(run: RunID, directory: RunDirectory) {
        self.run = run
        self.directory = directory
    }

    /// What is new, as reports. Of several changes of readiness only the last one counts.
    mutating func readReports() throws(SystemError) -> [ExecutorReport] {
        guard !hasEnded, try Int64(position) < Files.status(directory.records)?.size ?? 0 else { return [] }
        let file = try FileDescriptor.open(directory.records, [.read, .noFollow])
        try file.seek(to: position)
        let bytes = try file.readToEnd(limit: 256 << 20)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }

        var (started, readiness, last): (ExecutorReport?, ExecutorReport?, ExecutorReport?)
        for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
            guard let record = try? JSONDecoder().decode(RunRecord.self, from: Data(line)) else {
                unreadable += 1
                continue
            }
            switch record.event {
            case .starting: break
            case .started(let process): started = .started(run, pid: Int(process.pid))
            case .ready: readiness = .ready(run)
            case .unready(let why): readiness = .unready(run, why: why)
            case .exited(let end, let reason): last = .exited(run, RunOutcome(end, reason: reason))
            case .failed(_, _, let message): last = .exited(run, .failedToStart(message))
            }
        }
        position += end + 1
        hasEnded = last != nil
        return [started, readiness, last].compactMap { $0 }
    }
}

extension RunOutcome {
    init(_ end: ProcessEnd, reason: String) {
        switch end {
        case _ where reason == RunRecord.timeLimitReason: self = .timedOut
        case .exited(let code): self = .exited(code: Int(code))
        case .signalled(let signal): self = .signalled(signal: Int(signal.rawValue))
        }
    }
}
