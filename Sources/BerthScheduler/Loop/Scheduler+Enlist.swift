import BerthModel
import BerthPlacement
import BerthPolicy

/// From the state to the queue: which submissions may be placed, and which wait for others.
extension Scheduler {
    /// Puts the pending tasks of a submission where they belong: into the queue, to those that wait, or to their end when what they
    /// wait for can no longer happen.
    func enlist(_ number: UInt64) {
        guard let submission = state.jobs.submission(number) else { preconditionFailure("job \(number) does not exist") }
        let terms = submission.terms.spec
        if terms.begin != nil || terms.deadline != nil { watchMoments(number) }
        if let limit = terms.array?.limit { work.arrayLimits[number] = limit }
        let open = submission.dependencies.filter { state.status(of: $0) != .satisfied }
        if let impossible = open.first(where: { state.status(of: $0) == .impossible }) {
            waiting.remove(number)
            endUnsatisfiable(number, impossible)
        } else if !open.isEmpty {
            waiting.insert(number)
            for dependency in open { dependents[dependency.job.number, default: []].insert(number) }
        } else {
            waiting.remove(number)
            enqueuePending(number, isArray: submission.terms.spec.array != nil)
        }
    }

    private func enqueuePending(_ number: UInt64, isArray: Bool) {
        guard isArray else { return enqueue(JobID(number: number)) }
        let pending = state.jobs.jobs(numbered: number).filter { $0.state == .pending }
        guard let first = pending.first, mayStand(first) else { return }
        for (priority, jobs) in Dictionary(grouping: pending, by: \.priority) {
            guard let first = jobs.first, let ticket = ticket(of: first, priority: priority) else { continue }
            work.stand(tasks: jobs.map { $0.id.task ?? 0 }, at: ticket)
        }
    }

    private func endUnsatisfiable(_ number: UInt64, _ dependency: Dependency) {
        let why = "\(dependency) can no longer be satisfied"
        for job in state.jobs.jobs(numbered: number) where job.state == .pending || job.state == .held {
            end(job, .unsatisfiable, code: nil, why: why)
        }
    }

    /// The place of a job in the queue; nil when its request is not understood under the rules in force.
    func ticket(of job: Job, priority: Int? = nil) -> Ticket? {
        guard let shape = shapeIndex(of: job) else { return nil }
        return ticket(
            of: job.terms, number: job.id.number, shape: shape, agency: job.agency, priority: priority ?? job.priority, time: job.time,
            submittedAt: job.submittedAt, then: rank(of: job, shape: shape))
    }

    /// The place that a job has, or would have.
    /// - Parameters:
    ///   - spec: its terms.
    ///   - time: its limit.
    ///   - then: where it stands among those of equal priority.
    func ticket(
        of spec: JobSpec, number: UInt64, shape: Int, agency: AgencyName, priority: Int, time: Duration?, submittedAt: Timestamp,
        then: Int64
    ) -> Ticket {
        let rules = spec.queue.flatMap { policy.queues[$0] }
        let (weight, ageing) = (rules?.weight ?? 0, rules?.ageing ?? 0)
        let isFair = policy.fairness != nil
        return Ticket(
            key: LaneKey(
                shape: shape, rung: Rung(weight: isFair ? weight : 0, ageing: ageing), agency: work.number(of: agency)),
            position: JobPosition(
                lateness: Rung.lateness(ageing, priority: isFair ? priority : weight + priority, submittedAt: submittedAt), then: then,
                number: number))
    }

    /// The request was checked at submission, but the fleet file and the policy may have changed since.
    func shapeIndex(of job: Job) -> Int? {
        let number = job.id.number
        if let known = shapeOf[number] { return known }
        guard misfits[number] == nil else { return nil }
        do {
            try authority.requireModel(job.terms.workload, of: job.agency)
            let index = try shape(of: job.terms, span: span(of: job))
            shapeOf[number] = index
            return index
        } catch {
            misfits[number] = error
            return nil
        }
    }

    /// Puts one job that is pending again into the queue.
    func enqueue(_ id: JobID) {
        if let job = state.jobs[id] { enqueue(job) }
    }

    private func enqueue(_ job: Job) {
        guard job.state == .pending, !waiting.contains(job.id.number), mayStand(job), let ticket = ticket(of: job) else { return }
        work.stand(job.id, at: ticket)
    }

    /// Takes a pending job out of the queue, if it is there.
    func dequeue(_ job: Job) {
        guard job.state == .pending, !waiting.contains(job.id.number), let ticket = ticket(of: job) else { return }
        work.leave(job.id, from: ticket)
        work.reservations.drop(job.id)
    }

    /// Looks again at everything that waits for submissions which moved on. A chain of jobs is walked in a loop, not by recursion: it may
    /// be as long as the queue.
    func wakeDependents() {
        while let number = moved.popLast() {
            for dependent in (dependents.removeValue(forKey: number) ?? []).sorted() where waiting.contains(dependent) { enlist(dependent) }
        }
    }
}
