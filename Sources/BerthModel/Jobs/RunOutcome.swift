/// How one run of one member ended.
public enum RunOutcome: Hashable, Sendable, Codable {
    case exited(code: Int)
    case signalled(signal: Int)
    /// The supervisor ended it at its time limit.
    case timedOut
    /// It never ran: why, in words.
    case failedToStart(String)
    /// Nobody knows: its supervisor is gone without a record.
    case lost

    public var isSuccess: Bool { self == .exited(code: 0) }

    /// The code a shell would show: 128 + signal for signals; nil where there is none.
    public var shellCode: Int? {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        case .timedOut, .failedToStart, .lost: nil
        }
    }
}
