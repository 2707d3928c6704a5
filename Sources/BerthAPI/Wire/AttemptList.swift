/// `GET /v1/jobs/{id}/attempts`: the oldest first, the running one last.
public struct AttemptList: Codable, Hashable, Sendable {
    public var attempts: [AttemptView]
    public init(attempts: [AttemptView]) { self.attempts = attempts }
}
