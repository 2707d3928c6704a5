import BerthModel
import BerthPlacement
import BerthPolicy

/// Everything that follows from the state and the rules, made anew.
extension Scheduler {
    /// - Parameter core: without claims; nil where jobs ask the same of the placement core as before: then what is held, and what the
    ///   chooser has learnt, stays.
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

    /// Goes on under rules that order alike: what jobs ask, hold and are expected to take stays.
    /// - Complexity: O(agencies + lanes of the queue).
    func goOn(under rulebook: Rulebook) {
        rules = rulebook.rules
        authority = Authority(policy)
        admissions = AdmissionMemory()
        preemptionWatch = PreemptionWatch()
        work.setRules(policy)
    }

    /// Takes all jobs in, in the order in which they were submitted.
    private func muster(keepsClaims: Bool) throws(BerthError) {
        var lanes = WaitingLanes(policy)
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
            let isLearnt = !keepsClaims && work.chooser != nil
            let shape = isLearnt || !job.state.isFinal ? shapeIndex(of: job) : nil
            if isLearnt, let shape { work.learn(shape, tasks: 1) }
            guard !job.state.isFinal else {
                shapeOf[number] = nil
                continue
            }
            countJobs(1, of: job.submission.terms)
            if job.state.isActive { try take(job, keepsClaims: keepsClaims) }
            guard isSimple(job) else {
                others.append(number)
                continue
            }
            guard job.state == .pending, let shape else { continue }
            lanes.add(job, shape, agency: work.number(of: job.submission.terms.agency)) { rank(of: job, shape: shape) }
        }
        work.fill(lanes.positions)
        for number in others { enlist(number) }
    }

    /// Whether a job that is pending waits for its turn alone, and no outlook asks for it.
    private func isSimple(_ job: Job) -> Bool {
        guard work.outlook == nil else { return false }
        let terms = job.submission.terms
        return terms.spec.begin == nil && terms.spec.deadline == nil && job.submission.dependencies.isEmpty
    }

    /// - Returns: whether some of it is not over.
    private func take(_ batch: JobTable.Batch, keepsClaims: Bool) throws(BerthError) -> Bool {
        let number = batch.jobs[0].id.number
        if !keepsClaims, let shape = shapeIndex(of: batch.jobs[0]) { work.learn(shape, tasks: batch.jobs.count) }
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
        expectEnd(of: job)
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
