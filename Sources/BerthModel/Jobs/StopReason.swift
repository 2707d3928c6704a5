/// Why a job's processes were told to end.
public enum StopReason: String, Hashable, Sendable, Codable {
    case cancelled
    case timeLimit = "time-limit"
    case memberLost = "member-lost"
    case requeued
    /// For another job.
    case preempted
}
