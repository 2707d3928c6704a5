import BerthModel
import BerthScheduler
import Synchronization

/// The daemon's side of the simulated nodes: collects calls, which the run then sends on their way.
final class FleetExecutor: Executor {
    enum Call: Sendable {
        case start(StartOrder)
        case stop(RunID, grace: Duration)
        case forget([RunID])
        case scrub(ScrubOrder)
        case renew(NodeName, beat: UInt64, session: Int)
    }

    let lease: Duration?
    private let calls = Mutex<[Call]>([])

    init(lease: Duration) { self.lease = lease }

    func start(_ order: StartOrder) { add(.start(order)) }
    /// A start is taken for a question as well: a run that was started before is not started again, and the next contact tells how it is.
    func adopt(_ orders: [StartOrder]) { for order in orders { add(.start(order)) } }
    func stop(_ run: RunID, grace: Duration, reason: StopReason, signal: Int) { add(.stop(run, grace: grace)) }
    func forget(_ runs: [RunID]) { add(.forget(runs)) }
    func scrub(_ order: ScrubOrder) { add(.scrub(order)) }
    func renew(_ node: NodeName, beat: UInt64, session: Int) { add(.renew(node, beat: beat, session: session)) }

    private func add(_ call: Call) { calls.withLock { $0.append(call) } }

    /// The calls since the last time, in order.
    func take() -> [Call] {
        calls.withLock { calls in
            defer { calls.removeAll(keepingCapacity: true) }
            return calls
        }
    }
}
