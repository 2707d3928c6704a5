import BerthModel
import BerthPlacement
import BerthPolicy

/// Everything that follows from the state and the rules, made anew.
extension Scheduler {
    /// - Parameter core: without claims; nil where jobs ask the same of the placement core as before: then what is held, and what the chooser
    ///   has learnt, stays.
    /// - Throws: `BerthError` with code `stateForeign` when jobs hold what this fleet does not have; never without a new core.
    /// - Complexity: O(jobs), and O(nodes) for a new core.
    func rebuild(_ rulebook: Rulebook, on core: PlacementCore?) throws(BerthError) {
        rules = rulebook.rules
        authority = Authority(policy)
        (dependents, waiting, expectedOf) = ([:], [], [:])
        admissions = AdmissionMemory()
        preemptionWatch = PreemptionWatch()
        if let core {
            composer = StartComposer(fleet, nodePositions, rules.catalogue.kinds)
            power = rulebook.power
            work = rulebook.makeWork(core, PortBook(range: fleet.ports, isFree: isPortFree))
            (shapeOf, misfits, everFits, shapeOfWants) = (ShapeNumbers(), [:], [:], [:])
            labelWatch = LabelWatch()
            restoreLabels()
            for node in Set(state.drains.keys).union(state.nodes.keys).union(state.labels.keys) { refreshAdmission(node) }
        } else {
            work.openReserved()
            work = rulebook.makeWork(keeping: work)
            // How long jobs are expected to stay is part of their shapes then, and more is known now.
            if policy.backfill.method != .none { shapeOf = ShapeNumbers() }
        }
        try muster(keepsClaims: core == nil)
        renewPromises()
    }

    /// Takes all jobs in, in the order in which they were submitted.
    private func muster(keepsClaims: Bool) throws(BerthError) {
        var muster = Muster()
        // Arrays, and jobs that may have to wait for more than their turn.
        var others: [UInt64] = []
        var array: UInt64 = 0
        for job in state.jobs.all {
            let number = job.id.number
            if job.id.task != nil {
                guard number != array, let batch = state.jobs.batch(number) else { continue }
                array = number
                if try take(batch, keepsClaims: keepsClaims) { others.append(number) }
                continue
            }
            let place = place(of: job, in: &muster)
            let shape = place.map { muster.places[$0].key.shape } ?? ticket(of: job)?.key.shape
            if !keepsClaims, let shape { work.learn(shape, tasks: 1) }
            guard !job.state.isFinal else {
                (shapeOf[number], expectedOf[number]) = (nil, nil)
                continue
            }
            if let place {
                shapeOf[number] = shape
                if let expected = muster.places[place].expected { expectedOf[number] = expected }
            }
            if job.state.isActive { try take(job, keepsClaims: keepsClaims) }
            if let place, muster.places[place].isSimple, job.submission.dependencies.isEmpty {
                muster.places[place].jobs += 1
                if job.state == .pending { muster.add(job, at: place) }
            } else {
                countJobs(1, like: job)
                others.append(number)
            }
        }
        for place in muster.places where place.jobs > 0 { countJobs(place.jobs, of: place.terms) }
        work.fill(muster.lanes)
        for number in others { enlist(number) }
    }

    /// Where jobs stand that have the same terms as this one; nil for one that has a time limit of its own, or that the rules no longer
    /// understand.
    private func place(of job: Job, in muster: inout Muster) -> Int? {
        let terms = job.submission.terms
        guard job.time == terms.spec.time else { return nil }
        if let known = muster.known(terms) { return known }
        guard let ticket = ticket(of: job) else { return nil }
        let rules = terms.spec.queue.flatMap { policy.queues[$0] }
        let spec = terms.spec
        return muster.add(
            Muster.Place(
                terms: terms, key: ticket.key, then: ticket.position.then, weight: policy.fairness == nil ? rules?.weight ?? 0 : 0,
                expected: expectedOf[job.id.number], isSimple: spec.begin == nil && spec.deadline == nil,
                isStopped: rules?.isStopped ?? false))
    }

    /// - Returns: whether some of it is not over.
    private func take(_ batch: JobTable.Batch, keepsClaims: Bool) throws(BerthError) -> Bool {
        let number = batch.jobs[0].id.number
        if !keepsClaims, work.chooser != nil, let ticket = ticket(of: batch.jobs[0]) {
            work.learn(ticket.key.shape, tasks: batch.jobs.count)
        }
        guard batch.over < batch.jobs.count else {
            shapeOf[number] = nil
            return false
        }
        countJobs(batch.jobs.count - batch.over, like: batch.jobs[0])
        work.arrayLimits[number] = batch.submission.terms.spec.array?.limit
        for job in batch.jobs where job.state.isActive { try take(job, keepsClaims: keepsClaims) }
        return true
    }

    /// Takes in what a job holds.
    private func take(_ job: Job, keepsClaims: Bool) throws(BerthError) {
        let ticket = ticket(of: job)
        if keepsClaims {
            work.book(job.placements, of: job.id, agency: work.number(of: job.agency), from: ticket, isGrowth: false)
        } else {
            guard work.adopt(job.placements, of: job.id, agency: job.agency, from: ticket) else {
                throw BerthError(
                    .stateForeign,
                    "job \(job.id) runs on \(NameRange.compress(job.placements.map(\.node.text))), "
                        + "with devices or cores that this fleet does not have",
                    hint: "start with the fleet file it was placed under, and change the fleet when its jobs are over")
            }
        }
        if job.state == .stopping { work.setGrowth(of: job.id, nil) } else { rememberReplicas(job, ticket) }
    }

    /// Where some replicas are displaced, what the others hold does not tell which comes next.
    private func rememberReplicas(_ job: Job, _ ticket: Ticket?) {
        let displaced = job.members.filter { !$0.isPlaced }.map(\.number)
        guard !displaced.isEmpty, let ticket else { return }
        work.setDisplaced(job.id, displaced, from: ticket)
        let mayGrow = job.members.count < job.terms.members.max
        work.setGrowth(of: job.id, mayGrow ? work.growth(from: ticket, next: job.members.count) : nil)
    }
}
