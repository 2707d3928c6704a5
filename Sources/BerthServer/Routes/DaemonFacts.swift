/// What a daemon says of itself.
struct DaemonFacts: Sendable {
    var version: String
    /// `local` or `simulated`.
    var executor: String
    var fleet: String
    var nodes: Int
    /// The only user whose jobs the executor can start: the daemon's own, where it is not root. Nil: everybody's.
    var onlyUser: User?
    /// As it was read at the start; nil where the fleet is this host.
    var fleetText: String?
    var fleetFile = "this-host"

    struct User: Sendable {
        var uid: UInt32
        var name: String
    }

    /// Grows with every release, never shrinks within v1.
    static let features = [
        "jobs", "plan", "why", "batch-submit", "idempotency-keys", "arrays", "dependencies", "events-follow", "drain", "topology", "power",
        "policy-apply",
        "policy-diff", "policy-rollback", "policy-scheduled", "jobs-change", "history", "queues", "agencies", "usage", "journal",
    ]
}
