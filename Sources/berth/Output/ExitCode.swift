import BerthModel
import Glibc

/// The exit codes of every verb: a frozen table, after sysexits.h where it has a word for it.
enum ExitCode: Int32, Sendable {
    case success = 0
    /// The job failed, or something named in the command did.
    case failure = 1
    case usage = 64
    case badJob = 65
    case unreachable = 69
    case bug = 70
    case inputOutput = 74
    case tryAgain = 75
    case notAllowed = 77
    case badConfiguration = 78
    /// A plan is valid, and would wait.
    case wouldWait = 80
    /// It can never run here as asked.
    case neverFits = 81
    case timedOut = 82
    /// Waited for a job that was cancelled before it ran.
    case cancelledBeforeRun = 83

    /// The exit code of an error.
    init(_ code: ErrorCode) {
        self =
            switch code {
            case .usage: .usage
            case .invalidQuantity, .invalidName, .invalidSyntax, .invalidJob, .unknownKey, .unknownDependency, .bodyTooLarge, .unsupported: .badJob
            case .noSuchKind, .neverFits: .neverFits
            case .notAllowed: .notAllowed
            case .notFound, .conflict: .failure
            case .unreachable: .unreachable
            case .stateLocked, .diskFull, .notReady: .tryAgain
            case .inputOutput: .inputOutput
            case .invalidPolicy, .invalidFleet, .stateCorrupt, .stateForeign, .stateMissing: .badConfiguration
            default: .bug
            }
    }

    /// A job's own code as this process shows it: 64 to 99 are ours, so a job's is shown as 1 there.
    static func ofJob(_ code: Int) -> Int32 {
        switch code {
        case 64...99: ExitCode.failure.rawValue
        case 0...255: Int32(code)
        default: ExitCode.failure.rawValue
        }
    }

    func leave() -> Never { exit(rawValue) }
}

/// Ends a command with an exit code, after it has said all there is to say.
struct Exit: Error {
    var code: Int32

    init(_ code: ExitCode) { self.code = code.rawValue }
    init(code: Int32) { self.code = code }
}
