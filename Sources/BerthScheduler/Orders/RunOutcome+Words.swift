public import BerthModel

extension RunOutcome {
    /// For people, after a subject: `exited with 3`.
    public var words: String {
        switch self {
        case .exited(let code): "exited with \(code)"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .timedOut: "reached its time limit"
        case .failedToStart(let why): "did not start: \(why)"
        case .lost: "was lost: nobody recorded its end"
        }
    }
}
