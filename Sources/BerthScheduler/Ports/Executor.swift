public import BerthModel

/// What starts and ends processes. All calls return at once; what happened comes back as reports to the sink that the
/// executor was made with, in order for each run. Every call is idempotent: the scheduler repeats calls after a restart.
///
/// An executor of other hosts than the daemon's has a `lease`. Calls to it and reports from it may then be late, doubled or lost, but
/// those about one run keep their order, and a contact keeps its place among all reports of its node. It promises besides, for each
/// of its nodes, over restarts of the node and of its keeper:
/// - It remembers each run until it is told to forget it, and that a run which it was told to end before it was started is never started.
/// - It takes no order of an earlier `session` than the last that it has seen, and none while its own lease is over. When it sees a later
///   session it ends all runs of earlier ones first.
/// - Its own lease is over when `lease` has passed since it sent the last contact that was renewed. It then ends all that it runs, within
///   `NodeWatch.fencingTime`, by its own monotonic clock.
/// - It remembers the number of its last scrub and how that went. One that is asked again is reported again, and one of a lower number is
///   not done: by then something may run there.
public protocol Executor: AnyObject, Sendable {
    /// How long a node may be silent before it counts as lost; nil: runs are on the daemon's own host, and share its fate.
    var lease: Duration? { get }

    /// Starts a run, unless it was ever started before. Called only after its placement is durable.
    func start(_ order: StartOrder)
    /// The same, with the order still to be made.
    func start(_ due: DueStart)

    /// After a restart of the daemon: the runs that should be alive. Each is adopted where it is still running, reported as ended
    /// where it has ended meanwhile, and started where it never was. Called once, before anything else.
    func adopt(_ orders: [StartOrder])

    /// Tells a run to end: a signal to its whole process group, KILL after `grace`. Its end comes as a report.
    /// - Parameter signal: 1…64; 15 is TERM.
    func stop(_ run: RunID, grace: Duration, reason: StopReason, signal: Int)

    /// The end of these runs is durable: what was kept to report it may go.
    func forget(_ runs: [RunID])

    /// Makes a node ready for another label. May be asked again for a scrub that is at work, or was done already; how it went comes as a
    /// report with its number.
    func scrub(_ order: ScrubOrder)

    /// A contact was taken in: the node's lease goes on, counted from when that contact was sent.
    /// - Parameter session: of the node; one higher after each loss.
    func renew(_ node: NodeName, beat: UInt64, session: Int)
}

extension Executor {
    /// With TERM.
    public func stop(_ run: RunID, grace: Duration, reason: StopReason) { stop(run, grace: grace, reason: reason, signal: 15) }
}

/// Executors of the daemon's own host have nothing to lease.
extension Executor {
    public var lease: Duration? { nil }
    public func renew(_ node: NodeName, beat: UInt64, session: Int) {
        preconditionFailure("node \(node) has no lease that could be renewed")
    }
}

/// What an executor reports.
public enum ExecutorReport: Hashable, Sendable {
    case started(RunID, pid: Int)
    case ready(RunID)
    case unready(RunID, why: String)
    /// Always the last report of a run.
    case exited(RunID, RunOutcome)
    /// - Parameters:
    ///   - number: of the order.
    ///   - failure: nil when all is well.
    case scrubbed(NodeName, number: UInt64, failure: String?)
    /// Only from executors with a lease.
    case contact(NodeContact)

    /// Nil for reports about a node.
    public var run: RunID? {
        switch self {
        case .started(let run, _), .ready(let run), .unready(let run, _), .exited(let run, _): run
        case .contact, .scrubbed: nil
        }
    }
}
