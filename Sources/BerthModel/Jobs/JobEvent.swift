/// What happened to one job. The journal is a sequence of these; `docs/spec/job-events.md` says what each means and
/// which may follow which.
public enum JobEvent: Hashable, Sendable, Codable {
    /// Always the first. One event for a whole array.
    case submitted(Submission)
    case held(by: Holder)
    case released(by: String)
    /// Members were given nodes; a service may be given more later.
    case placed(attempt: Int, members: [MemberPlacement])
    /// A member's process runs.
    case started(RunID, pid: Int)
    case ready(RunID)
    case unready(RunID, why: String)
    case exited(RunID, RunOutcome)
    /// A service's replica will be started again in place.
    case restartPlanned(RunID, at: Timestamp)
    /// A service's replica, whose node was lost, holds nothing any more and will be placed again.
    case displaced(RunID)
    /// All its processes are told to end.
    case stopping(StopReason, by: String)
    /// The attempt gave everything back and the job waits again.
    case requeued(attempt: Int, why: String)
    /// Always the last.
    case ended(JobState, exitCode: Int?, why: String)
    // Boxed: it is the largest, and every entry of the journal would be as large.
    indirect case updated(priority: Int?, time: Duration?, by: String)

    public enum Holder: String, Hashable, Sendable, Codable { case user, `operator` }
}
