import BerthSystem

/// How long a program may run, in monotonic milliseconds.
struct TimeLimit {
    enum Due: Equatable {
        case warning(Signal)
        case end
    }

    private var warning: (signal: Signal, at: Int64)?
    private var end: Int64?

    /// nil where the order sets no limit.
    init?(_ order: RunOrder, from start: Int64) {
        guard let limit = order.timeLimit else { return nil }
        end = start + limit
        warning = order.warning.map { (Signal(rawValue: $0.signal), start + max(0, limit - $0.before)) }
    }

    /// When something is due next, nil once everything has been.
    var next: Int64? { warning?.at ?? end }

    /// What is due, each thing once. A warning that is late is still given before the end.
    mutating func due(at now: Int64) -> Due? {
        if let (signal, at) = warning {
            guard at <= now else { return nil }
            warning = nil
            return .warning(signal)
        }
        guard let at = end, at <= now else { return nil }
        end = nil
        return .end
    }
}
