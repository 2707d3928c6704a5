import BerthModel
import BerthSystem
import NIOCore

/// Why there is no answer.
enum ConnectionFault: Error {
    /// No connection came about.
    case notConnected(any Error)
    /// The other side went away before the answer was whole.
    case broken
    /// The other side was silent for too long.
    case silent
    /// The time given to the request is over.
    case timeLimit
    /// The answer is longer than this side takes.
    case tooLong(limit: Int)
    /// It is no HTTP answer.
    case malformed(any Error)

    /// Whether another try may find a daemon: one that is being restarted refuses connections for a moment.
    var mayPass: Bool {
        switch self {
        case .broken: true
        case .notConnected(let error): [ErrorNumber.notFound, ErrorNumber.connectionRefused].contains((error as? IOError)?.errnoCode)
        case .silent, .timeLimit, .tooLong, .malformed: false
        }
    }

    /// The error for the person, about the socket at `path`.
    func error(at path: String) -> BerthError {
        switch self {
        case .notConnected(let error): return ConnectionFault.unreachable(path, error)
        case .broken: return BerthError(.unreachable, "berthd on \(path) closed the connection before it had answered", hint: "look at: systemctl status berthd")
        case .silent: return BerthError(.unreachable, "berthd on \(path) has not answered for 60 s", hint: "look at: systemctl status berthd")
        case .timeLimit: return BerthError(.unreachable, "berthd on \(path) did not answer in the time given")
        case .tooLong(let limit): return BerthError(.bodyTooLarge, "the answer of berthd is longer than the \(limit >> 20) MiB that are taken")
        case .malformed(let cause): return BerthError(.internalFault, "what listens on \(path) does not speak HTTP: is it berthd?", cause: cause)
        }
    }

    private static func unreachable(_ path: String, _ error: any Error) -> BerthError {
        let why: String
        switch (error as? IOError)?.errnoCode {
        case ErrorNumber.accessDenied, ErrorNumber.notPermitted:
            let owner = (try? Files.status(path)).map { "the socket of user \($0.owner == CurrentProcess.user ? "yourself" : Users.name(of: $0.owner))" }
            return BerthError(
                .notAllowed, "you may not talk to berthd on \(path): \(owner ?? "it is a socket of another user")",
                hint: "name your own daemon with --socket or BERTH_SOCKET", cause: error)
        case ErrorNumber.notFound: why = "no such socket"
        case ErrorNumber.connectionRefused: why = "connection refused"
        case let number?: why = SystemError(number: number, call: "connect").description
        case nil where error is SocketAddressError:
            return BerthError(.usage, "the socket path \(path) is too long: Linux takes at most 107 bytes", cause: error)
        case nil: why = "\(error)"
        }
        return BerthError(.unreachable, "berthd is not answering on \(path) (\(why)). Is it running?  systemctl status berthd", cause: error)
    }
}
