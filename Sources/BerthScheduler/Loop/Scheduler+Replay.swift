public import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Applies one entry of the journal, as it was applied live.
    /// - Throws: `BerthError` with code `stateCorrupt`.
    public func replay(_ entry: JournalEntry) throws(BerthError) {
        try pages.apply(entry)
    }

    /// Ends a replay: makes queues, claims, timers and totals from the state, and goes on with whatever the last entries left open.
    /// - Returns: the runs that should be alive, for the executor to adopt before any effect of `takeOutput()`.
    /// - Throws: `BerthError` with code `stateForeign` when jobs hold what this fleet does not have, or `invalidPolicy` when the
    ///   policy in force does not go with it.
    public func finishReplay(at now: Timestamp) throws(BerthError) -> [StartOrder] {
        tick(max(now, state.time))
        revision = state.revision ?? revision
        let rulebook = try Rulebook(policy: revision.policy, fleet: fleet, catalogue: shipped)
        try rebuild(rulebook, on: try rulebook.makeCore(fleet))
        var orders: [StartOrder] = []
        for job in state.jobs.all where job.state.isActive {
            orders += job.members.filter(\.isLive).map { start(job, $0).order() }
            watch(job.placements, of: job.id)
            setTimers(job)
            if job.state == .stopping, let reason = job.stopReason { orderStops(job, reason) }
        }
        for job in state.jobs.all where job.state.isActive { settle(job.id) }
        startWatch()
        for scheduled in state.scheduledPolicies.values.sorted(by: { $0.number < $1.number }) {
            timers.add(.policy(scheduled.number), at: scheduled.due)
        }
        wakeDependents()
        refreshShares()
        return orders
    }

    private func setTimers(_ job: Job) {
        setBackstop(job.id)
        for member in job.members {
            if case .waiting(let moment, _) = member.phase { timers.add(.restart(job.runID(of: member)), at: moment) }
        }
    }
}
