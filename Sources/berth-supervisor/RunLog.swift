import BerthSystem
import FoundationEssentials

/// The records of a run: written first, told to the daemon afterwards.
struct RunLog {
    let directory: RunDirectory
    /// The FIFO of the daemon, and what is written to it; nil: nobody is told.
    var poke: (fifo: String, line: String)?

    /// Adds a record and pokes the daemon.
    ///
    /// What decides whether the run may be started, and how it ended, waits for the disk. The rest survives the death of any process
    /// without that, and after a loss of power nothing runs that it could be about.
    func append(_ event: RunRecord.Event) throws {
        let record = RunRecord(at: SystemClock.wall(), event)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(record) + [UInt8(ascii: "\n")]
        let isDecisive = if case .starting = event { true } else { record.isLast }
        try Files.append(line, to: directory.records, durably: isDecisive)
        tellDaemon()
    }

    /// Best effort: a daemon that does not listen now reads the records when it starts, and looks again every few seconds.
    private func tellDaemon() {
        guard let poke else { return }
        try? FileDescriptor.open(poke.fifo, [.write, .nonBlocking, .noFollow]).write("\(poke.line)\n")
    }
}
