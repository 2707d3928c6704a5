public import BerthModel
import HeapModule
import Synchronization

/// An executor that runs nothing: jobs start at once and last what they declare. `berthd --executor simulated` uses it for fleets
/// that are not here; tests use it with a manual clock.
///
/// A run lasts `simulate: duration`; without it its time limit, and without either 60 s; a service lasts until it is stopped. It exits with
/// `simulate: exit`, or runs into its time limit when it declares more than that. Time passes only in `advance(to:)`. What ran in a
/// daemon that ended starts anew when it is adopted.
public final class SimulatedExecutor: Executor {
    /// Ends of one moment are reported in the order in which the runs were started.
    private struct End: Comparable {
        var moment: Timestamp
        var order: Int
        /// Nil: its time limit.
        var exit: Int?
        var run: RunID

        static func < (left: End, right: End) -> Bool { (left.moment, left.order) < (right.moment, right.order) }
    }

    private struct State {
        var now: Timestamp
        var started = 0
        /// Every run that was started and not forgotten; true while it runs.
        var runs: [RunID: Bool] = [:]
        var ends = Heap<End>()
        /// Ends of scrubs at work, by node.
        var scrubs: [NodeName: (number: UInt64, end: Timestamp)] = [:]

        var nextScrub: (node: NodeName, number: UInt64, end: Timestamp)? {
            scrubs.min { ($0.value.end, $0.key) < ($1.value.end, $1.key) }.map { ($0.key, $0.value.number, $0.value.end) }
        }
    }

    /// For a batch job or gang that declares nothing.
    public static let usualDuration = Duration.seconds(60)

    private let state: Mutex<State>
    private let sink: @Sendable (ExecutorReport) -> Void

    /// - Parameter sink: called on the thread that calls in here, without a lock held.
    public init(at now: Timestamp, sink: @escaping @Sendable (ExecutorReport) -> Void) {
        state = Mutex(State(now: now))
        self.sink = sink
    }

    public func start(_ order: StartOrder) {
        start(order.run, Course(order.simulation, limit: order.timeLimit, isService: order.isService), isProbed: order.readiness != nil)
    }

    public func start(_ due: DueStart) {
        start(due.run, Course(due.simulation, limit: due.timeLimit, isService: due.isService), isProbed: due.isProbed)
    }

    private func start(_ run: RunID, _ course: Course?, isProbed: Bool) {
        let pid: Int? = state.withLock { state in
            guard state.runs.updateValue(true, forKey: run) == nil else { return nil }
            state.started += 1
            if let course {
                state.ends.insert(End(moment: state.now + course.duration, order: state.started, exit: course.exit, run: run))
            }
            return state.started
        }
        guard let pid else { return }
        sink(.started(run, pid: pid))
        if isProbed { sink(.ready(run)) }
    }

    public func adopt(_ orders: [StartOrder]) {
        for order in orders { start(order) }
    }

    public func stop(_ run: RunID, grace: Duration, reason: StopReason, signal: Int) {
        let isRunning = state.withLock { state in
            guard state.runs[run] == true else { return false }
            state.runs[run] = false
            return true
        }
        if isRunning { sink(.exited(run, .signalled(signal: signal))) }
    }

    public func forget(_ runs: [RunID]) {
        state.withLock { state in
            for run in runs where state.runs[run] == false { state.runs[run] = nil }
        }
    }

    /// When `advance(to:)` has something to report; nil while nothing ends by itself. May be the end of a run that was stopped before.
    public var nextEvent: Timestamp? {
        state.withLock { state in [state.ends.min?.moment, state.nextScrub?.end].compactMap(\.self).min() }
    }

    /// Lets time pass, and reports what ended by then.
    public func advance(to now: Timestamp) {
        while let report = nextReport(until: now) { sink(report) }
        state.withLock { $0.now = max($0.now, now) }
    }

    /// What happens next: of one moment ends of runs come first.
    private func nextReport(until now: Timestamp) -> ExecutorReport? {
        let scrub = state.withLock { $0.nextScrub }
        if let end = nextEnd(until: min(now, scrub?.end ?? now)) {
            return .exited(end.run, end.exit.map { .exited(code: $0) } ?? .timedOut)
        }
        guard let scrub, scrub.end <= now else { return nil }
        state.withLock { state in
            state.scrubs[scrub.node] = nil
            state.now = max(state.now, scrub.end)
        }
        return .scrubbed(scrub.node, number: scrub.number, failure: nil)
    }

    /// It succeeds after exactly the time that it may take.
    public func scrub(_ order: ScrubOrder) {
        state.withLock { state in
            if state.scrubs[order.node]?.number != order.number { state.scrubs[order.node] = (order.number, state.now + order.time) }
        }
    }

    private func nextEnd(until now: Timestamp) -> End? {
        state.withLock { state in
            while let first = state.ends.min, first.moment <= now {
                _ = state.ends.popMin()
                state.now = max(state.now, first.moment)
                guard state.runs[first.run] == true else { continue }
                state.runs[first.run] = false
                return first
            }
            return nil
        }
    }

    /// How long a run lasts and how it ends.
    private struct Course {
        var duration: Duration
        /// Nil: it runs into its time limit.
        var exit: Int?

        /// Nil for a service that lasts until it is stopped.
        init?(_ simulation: Simulation?, limit: Duration?, isService: Bool) {
            if isService, limit == nil, simulation?.duration == nil { return nil }
            exit = simulation?.exit ?? 0
            duration = simulation?.duration ?? limit ?? usualDuration
            if let limit, duration > limit || isService && simulation?.duration == nil { (duration, exit) = (limit, nil) }
        }
    }
}
