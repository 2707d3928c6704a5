public import BerthModel
public import BerthPolicy

/// One line of the journal.
public struct JournalEntry: Hashable, Sendable {
    public enum Record: Hashable, Sendable {
        case job(JobID, JobEvent)
        case policyApplied(PolicyRevision)
        case nodeDrained(NodeName, reason: String, by: String)
        case nodeUndrained(NodeName, by: String)
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
