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
        try rebuild(rulebook, try rulebook.makeCore(fleet))
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

    /// Makes everything that follows from the state and the rules anew.
    func rebuild(_ rulebook: Rulebook, _ core: PlacementCore) throws(BerthError) {
        rules = rulebook.rules
        composer = StartComposer(fleet, nodePositions, rules.catalogue.kinds)
        power = rulebook.power
        authority = Authority(policy)
        work = rulebook.makeWork(core, PortBook(range: fleet.ports, isFree: isPortFree))
        (dependents, waiting, shapeOf, misfits, everFits, shapeOfWants) = ([:], [], ShapeNumbers(), [:], [:], [:])
        expectedOf = [:]
        admissions = AdmissionMemory()
        labelWatch = LabelWatch()
        preemptionWatch = PreemptionWatch()
        restoreLabels()
        for node in Set(state.drains.keys).union(state.nodes.keys).union(state.labels.keys) { refreshAdmission(node) }
        for number in 1..<state.jobs.nextNumber { try rebuild(number) }
        renewPromises()
    }

    /// What was submitted is learnt again in its order, also of jobs that are over, so that the chooser knows what it knew.
    private func learn(_ batch: JobTable.Batch) {
        guard work.chooser != nil, let job = batch.jobs.first, let ticket = ticket(of: job) else { return }
        work.learn(ticket.key.shape, tasks: batch.jobs.count)
        if batch.over == batch.jobs.count { shapeOf[job.id.number] = nil }
    }

    private func rebuild(_ number: UInt64) throws(BerthError) {
        guard let batch = state.jobs.batch(number) else { return }
        learn(batch)
        guard batch.over < batch.jobs.count else { return }
        countJobs(batch.jobs.count - batch.over, like: batch.jobs[0])
        work.arrayLimits[number] = batch.submission.terms.spec.array?.limit
        for job in batch.jobs where job.state.isActive {
            guard work.adopt(job.placements, of: job.id, agency: job.agency, from: ticket(of: job)) else {
                throw BerthError(
                    .stateForeign,
                    "job \(job.id) runs on \(NameRange.compress(job.placements.map(\.node.text))), "
                        + "with devices or cores that this fleet does not have",
                    hint: "start with the fleet file it was placed under, and change the fleet when its jobs are over")
            }
            expectEnd(of: job)
            if job.state == .stopping { work.setGrowth(of: job.id, nil) } else { rememberReplicas(job) }
        }
        enlist(number)
    }

    /// Where some replicas are displaced, what the others hold does not tell which comes next.
    private func rememberReplicas(_ job: Job) {
        let displaced = job.members.filter { !$0.isPlaced }.map(\.number)
        guard !displaced.isEmpty, let ticket = ticket(of: job) else { return }
        work.setDisplaced(job.id, displaced, from: ticket)
        let mayGrow = job.members.count < job.terms.members.max
        work.setGrowth(of: job.id, mayGrow ? work.growth(from: ticket, next: job.members.count) : nil)
    }
}
