public import BerthModel

/// A job that would be told to end for another.
public struct PlannedStop: Hashable, Sendable {
    public var job: JobID
    public var queue: QueueName?
    /// Processes that would be told.
    public var members: Int
    /// Reserved for all of them, with their shares of boards.
    public var watts: Watts
    /// Between the notice and KILL.
    public var grace: Duration

    public init(job: JobID, queue: QueueName?, members: Int, watts: Watts, grace: Duration) {
        self.job = job
        self.queue = queue
        self.members = members
        self.watts = watts
        self.grace = grace
    }
}
