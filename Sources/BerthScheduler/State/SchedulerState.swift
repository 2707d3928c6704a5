public import BerthModel
public import BerthPolicy

/// Everything that the journal says, and nothing else: the same journal gives the same state (invariant 5).
public struct SchedulerState: Sendable {
    public struct Drain: Hashable, Sendable {
        public var reason: String
        public var by: String
        public var since: Timestamp
    }

    public internal(set) var jobs = JobTable()
    /// Where each idempotency key led.
    var keys = KeyTable()
    /// Nodes that take nothing new.
    public internal(set) var drains: [NodeName: Drain] = [:]
    /// Nodes that were lost at some time.
    public internal(set) var nodes: [NodeName: NodeHealth] = [:]
    /// Nodes that have, or had, or are to get a label.
    public internal(set) var labels: [NodeName: NodeLabel] = [:]
    /// Nil until the first policy was applied.
    public internal(set) var revision: PolicyRevision?
    /// How long jobs took.
    public internal(set) var times = RunTimes()
    /// How long jobs of each workload took on each kind.
    public internal(set) var kindTimes = KindTimes()
    /// Policies that will take effect, by number.
    public internal(set) var scheduledPolicies: [Int: ScheduledPolicy] = [:]
    /// Policies that were ever scheduled.
    public internal(set) var scheduledCount = 0
    /// Of the last applied entry; 0 at the start.
    public internal(set) var sequence: UInt64 = 0
    /// Of the last applied entry.
    public internal(set) var time = Timestamp(milliseconds: 0)

    public init() {}
}
