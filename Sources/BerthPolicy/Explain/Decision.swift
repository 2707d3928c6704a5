public import BerthModel

/// What one scheduling pass found for one job.
public enum Decision: Hashable, Sendable {
    /// The claims are held; the placement is to be made durable.
    case place([MemberPlacement])
    /// The job waits; the leader first.
    case wait([Blocker])
}
