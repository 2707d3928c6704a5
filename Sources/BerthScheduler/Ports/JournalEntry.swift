public import BerthModel
public import BerthPolicy

/// One line of the journal.
public struct JournalEntry: Hashable, Sendable {
    public enum Record: Hashable, Sendable {
        case job(JobID, JobEvent)
        // Boxed: every entry would be as large as a policy.
        indirect case policyApplied(PolicyRevision)
        /// Somebody wants a policy to take effect later.
        indirect case policyScheduled(ScheduledPolicy)
        /// A scheduled policy is off the list.
        /// - Parameter revision: what it became; nil where it was cancelled, or could not be applied.
        indirect case policyUnscheduled(Int, revision: Int?, why: String, by: String)
        case nodeDrained(NodeName, reason: String, by: String)
        case nodeUndrained(NodeName, by: String)
        /// It was silent for its lease: whatever ran there is over.
        case nodeLost(NodeName)
        /// A lost node is heard again.
        /// - Parameter heldUntil: it was lost too often, and takes nothing before then.
        case nodeBack(NodeName, heldUntil: Timestamp?)
        /// A node that was lost too often has been there long enough.
        case nodeSteady(NodeName)
    }

    /// 1 and up, without gaps: the position in the event stream.
    public var sequence: UInt64
    public var time: Timestamp
    public var record: Record

    public init(sequence: UInt64, time: Timestamp, record: Record) {
        precondition(sequence > 0, "journal sequences count from 1")
        self.sequence = sequence
        self.time = time
        self.record = record
    }
}
