/// A process that cannot be mistaken for a later one with the same pid.
public struct ProcessIdentity: Hashable, Sendable, Codable {
    public let pid: Int32
    /// Clock ticks between the boot of the host and the start of the process (field 22 of /proc/PID/stat).
    public let startTime: UInt64

    public init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// Reads what `description` writes: `PID STARTTIME`.
    public init?(_ text: some StringProtocol) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let pid = Int32(words[0]), pid > 0, let startTime = UInt64(words[1]) else { return nil }
        self.init(pid: pid, startTime: startTime)
    }

    /// Whether that very process is there and has not ended (a zombie has).
    public var isAlive: Bool {
        guard let status = ProcessStatus.of(pid) else { return false }
        return status.startTime == startTime && !status.hasEnded
    }
}

extension ProcessIdentity: CustomStringConvertible {
    public var description: String { "\(pid) \(startTime)" }
}
