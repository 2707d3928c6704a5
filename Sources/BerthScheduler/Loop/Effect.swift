public import BerthModel

/// What the daemon does outside once the entries that caused it are durable.
public enum Effect: Hashable, Sendable {
    case start(DueStart)
    /// - Parameter signal: sent at once, KILL after the grace.
    case stop(RunID, grace: Duration, reason: StopReason, signal: Int = 15)
    /// The ends of these runs are in the journal.
    case forget([RunID])
    /// A node is to be scrubbed.
    case scrub(ScrubOrder)
    /// A contact of this node was taken in.
    case renew(NodeName, beat: UInt64, session: Int)
}
