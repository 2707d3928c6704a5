import BerthModel

extension Executor {
    public func start(_ due: DueStart) { start(due.order()) }

    /// Runs one effect of the scheduler. Called only once the entries that came with it are durable (invariant 4).
    public func perform(_ effect: Effect) {
        switch effect {
        case .start(let due): start(due)
        case .stop(let run, let grace, let reason, let signal): stop(run, grace: grace, reason: reason, signal: signal)
        case .forget(let runs): forget(runs)
        case .scrub(let order): scrub(order)
        case .renew(let node, let beat, let session): renew(node, beat: beat, session: session)
        }
    }
}
