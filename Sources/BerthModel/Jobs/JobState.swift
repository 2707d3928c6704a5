/// Where a job stands. The raw values are frozen: they stand in the API.
public enum JobState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Waits to be placed.
    case pending
    /// Waits for somebody to release it.
    case held
    /// Placed; its processes are being started, or its replicas are not ready for the first time.
    case starting
    case running
    /// A service that was ready and has fewer ready replicas than its minimum.
    case unready
    /// Its processes were told to end.
    case stopping
    case succeeded
    case failed
    case cancelled
    case timedOut = "timed-out"
    /// It waits for something that can no longer happen (`DependencyNeverSatisfied`).
    case unsatisfiable

    /// Whether the job is over for good.
    public var isFinal: Bool {
        switch self {
        case .succeeded, .failed, .cancelled, .timedOut, .unsatisfiable: true
        case .pending, .held, .starting, .running, .unready, .stopping: false
        }
    }

    /// Whether the job holds slots and watts.
    public var isActive: Bool {
        switch self {
        case .starting, .running, .unready, .stopping: true
        case .pending, .held, .succeeded, .failed, .cancelled, .timedOut, .unsatisfiable: false
        }
    }
}
