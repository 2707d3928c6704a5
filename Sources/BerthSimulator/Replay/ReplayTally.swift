import BerthModel

/// What a replay counts.
struct ReplayTally: Sendable {
    /// Jobs that the source gave.
    var read = 0
    var submitted = 0
    var placed = 0
    var ended = 0
    var timedOut = 0
    /// Starts after the first of a job.
    var restarts = 0
    var preemptions = 0
    /// Entries that the scheduler made for its journal.
    var events = 0
    var turnovers = 0
    /// Jobs in the scheduler's table, over or not.
    var heldMax = 0
    var refusals = ReplayRefusals()
    /// Agencies of the trace that the policy does not name.
    var addedAgencies: [String] = []
    var firstRecorded: Timestamp?
    var lastArrival: Timestamp?
    /// Devices times seconds in use when the last job arrived.
    var busyAtLastArrival = 0.0
}
