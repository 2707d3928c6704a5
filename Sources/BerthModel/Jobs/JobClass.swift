/// What kind of work a job is.
public enum JobClass: String, Codable, Hashable, Sendable, CaseIterable {
    /// Replicas kept running until cancelled.
    case service
    /// All members or none; one lost member ends the attempt.
    case gang
    /// One process, or an array of them.
    case batch
}
