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

    init(run: RunID, directory: RunDirectory) {
        self.run = run
        self.directory = directory
    }

    /// What is new, as reports. Of several changes of readiness only the last one counts.
    /// - Throws: `SystemError` where the file cannot be read, `DecodingError` for a line that no supervisor wrote.
    mutating func readReports() throws -> [ExecutorReport] {
        guard !hasEnded, try Int64(position) < Files.status(directory.records)?.size ?? 0 else { return [] }
        let bytes = try Files.read(directory.records, limit: 256 << 20)[position...]
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }

        var (started, readiness, last): (ExecutorReport?, ExecutorReport?, ExecutorReport?)
        for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
            let record = try JSONDecoder().decode(RunRecord.self, from: Data(line))
            switch record.event {
            case .starting: break
            case .started(let process): started = .started(run, pid: Int(process.pid))
            case .ready: readiness = .ready(run)
            case .unready(let why): readiness = .unready(run, why: why)
            case .exited(let end, let reason): last = .exited(run, RunOutcome(end, reason: reason))
            case .failed(_, _, let message): last = .exited(run, .failedToStart(message))
            }
        }
        position = end + 1
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
