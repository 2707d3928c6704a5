public import BerthModel

/// What starts and ends processes. All calls return at once; what happened comes back as reports to the sink that the
/// executor was made with, in order for each run. Every call is idempotent: the scheduler repeats calls after a restart.
public protocol Executor: AnyObject, Sendable {
    /// Starts a run, unless it was ever started before. Called only after its placement is durable.
    func start(_ order: StartOrder)
    /// The same, with the order still to be made.
    func start(_ due: DueStart)

    /// After a restart of the daemon: the runs that should be alive. Each is adopted where it is still running, reported as ended
    /// where it has ended meanwhile, and started where it never was. Called once, before anything else.
    func adopt(_ orders: [StartOrder])

    /// Tells a run to end: TERM to its whole process group, KILL after `grace`. Its end comes as a report.
    func stop(_ run: RunID, grace: Duration, reason: StopReason)

    /// The end of these runs is durable: what was kept to report it may go.
    func forget(_ runs: [RunID])
}

/// What an executor reports.
public enum ExecutorReport: Hashable, Sendable {
    case started(RunID, pid: Int)
    case ready(RunID)
    case unready(RunID, why: String)
    /// Always the last report of a run.
    case exited(RunID, RunOutcome)

    public var run: RunID {
        switch self {
        case .started(let run, _), .ready(let run), .unready(let run, _), .exited(let run, _): run
        }
    }
}
