public import BerthModel

/// The exit codes of sysexits(3) that `berthd` ends with.
public enum ExitStatus: Int32, Sendable {
    case usage = 64
    /// A bug.
    case software = 70
    case inputOutput = 74
    /// Another daemon owns the state, or the disk is full: it may work later.
    case tryAgain = 75
    /// A fleet, policy or state directory that cannot be started with.
    case configuration = 78

    public init(_ error: BerthError) {
        switch error.code {
        case .usage: self = .usage
        case .stateLocked, .diskFull, .notReady: self = .tryAgain
        case .inputOutput, .stateCorrupt, .unreachable: self = .inputOutput
        case .internalFault: self = .software
        default: self = .configuration
        }
    }
}
