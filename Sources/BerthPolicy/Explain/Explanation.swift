public import BerthModel

/// Why a job is where it is.
public struct Explanation: Hashable, Sendable {
    public var job: JobID
    public var state: JobState
    /// What it asks for in one line: `2 x (8 x h200, 8 cores, 64 GiB)`.
    public var request: String
    /// Everything that keeps it from starting; the leader first. Empty for a job that does not wait.
    public var blockers: [Blocker]
    /// What was looked at and is no problem, one phrase each.
    public var clear: [String]
    /// The smallest change with which it would start now; nil where nothing but time or somebody else helps.
    public var change: String?
    /// The position of the journal at which this was found.
    public var sequence: UInt64

    public init(job: JobID, state: JobState, request: String, blockers: [Blocker], clear: [String], change: String?, sequence: UInt64) {
        self.job = job
        self.state = state
        self.request = request
        self.blockers = blockers
        self.clear = clear
        self.change = change
        self.sequence = sequence
    }
}
