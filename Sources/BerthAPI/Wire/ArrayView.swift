/// How the tasks of an array stand; in the row of the array itself.
public struct ArrayView: Codable, Hashable, Sendable {
    /// As submitted: `0-63`.
    public var indexes: String
    public var tasks: Int
    /// Not placed yet.
    public var pending: Int
    public var active: Int
    public var succeeded: Int
    /// Ended without success, cancelled ones included.
    public var failed: Int

    public init(indexes: String, tasks: Int, pending: Int, active: Int, succeeded: Int, failed: Int) {
        self.indexes = indexes
        self.tasks = tasks
        self.pending = pending
        self.active = active
        self.succeeded = succeeded
        self.failed = failed
    }
}
