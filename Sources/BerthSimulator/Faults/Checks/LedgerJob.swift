import BerthModel

/// A job or task that is not over, as the checkers have it from the journal.
struct LedgerJob {
    enum State { case pending, held, active, stopping }

    struct Member {
        var placement: MemberPlacement
        var node: Int
        var run = 1
        var isLive = true
        var isPlaced = true
        var mayStart = true
        /// The last run that really began.
        var begun = 0
    }

    let spec: JobSpec
    let agency: Int
    let number: UInt64
    let user: String
    var state: State
    var attempt = 0
    var members: [Member] = []
    var time: Duration?
    var placedAt: Int64 = 0
    var startedAt: Int64?
    var stopReason: StopReason?
    /// Attempts that were stopped for another job.
    var preemptions = 0
    /// Whether a member of this attempt ran into the limit.
    var hasTimedOut = false
    /// Whether an attempt has started or was given up.
    var hasEverStarted = false

    var isActive: Bool { state == .active || state == .stopping }
    var membersNeeded: Int { spec.members.min }

    /// Until when the scheduler must have told it to stop, by the daemon's clock; nil without a limit.
    var deadline: Int64? {
        guard state == .active, let time else { return nil }
        return (startedAt ?? placedAt) + time.milliseconds + spec.grace.milliseconds + 30_000
    }
}

/// The tasks of one submission together.
struct LedgerBatch {
    var agency: Int
    var tasks: Int
    var started = 0
    var over = 0
    var succeeded = 0
    var active = 0
    var limit: Int?
}
