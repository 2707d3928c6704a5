import BerthModel

/// Who is heard of, by position in the fleet; only for executors with a lease. None of it is durable: a daemon that starts gives every
/// node a whole lease anew.
public struct NodeWatch {
    /// What a node's keeper may need to end its runs after its own lease: then nothing of them is left when the scheduler's is over, for it
    /// begins later.
    public static let fencingTime = Duration.seconds(20)

    let lease: Duration
    /// When a node that stays silent counts as lost.
    var ends: [Timestamp]
    /// Of the last contact.
    var beats: [UInt64]
    /// Of the last contact; 0 before the first one.
    var boots: [UInt64]
    /// Active jobs with members on the node.
    var jobs: [Set<JobID>]
    var isStarted = false

    init(nodes: Int, lease: Duration) {
        self.lease = lease + NodeWatch.fencingTime
        ends = Array(repeating: Timestamp(milliseconds: 0), count: nodes)
        beats = Array(repeating: 0, count: nodes)
        boots = Array(repeating: 0, count: nodes)
        jobs = Array(repeating: [], count: nodes)
    }
}
