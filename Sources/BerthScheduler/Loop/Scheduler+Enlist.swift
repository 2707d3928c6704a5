import BerthModel
import BerthPlacement
import BerthPolicy

/// From the state to the queue: which submissions may be placed, and which wait for others.
extension Scheduler {
    /// Puts the pending tasks of a submission where they belong: into the queue, to those that wait, or to their end when what they
    /// wait for can no longer happen.
    func enlist(_ number: UInt64) {
        guard let batch = state.jobs.batch(number) else { preconditionFailure("job \(number) does not exist") }
        let spec = batch.shared.submission.spec
        if let limit = spec.array?.limit { work.arrayLimits[number] = limit }
        let open = spec.dependencies.filter { state.status(of: $0) != .satisfied }
        if let impossible = open.first(where: { state.status(of: $0) == .impossible }) {
            waiting.remove(number)
            endUnsatisfiable(batch, impossible)
        } else if !open.isEmpty {
            waiting.insert(number)
            for dependency in open { dependents[dependency.job.number, default: []].insert(number) }
        } else {
            waiting.remove(number)
            enqueuePending(batch, number)
        }
    }

    private func enqueuePending(_ batch: JobTable.Batch, _ number: UInt64) {
        guard batch.isArray else { return enqueue(batch.jobs[0]) }
        let pending = batch.jobs.filter { $0.state == .pending }
        for (priority, jobs) in Dictionary(grouping: pending, by: \.priority) {
            guard let first = jobs.first, let key = laneKey(of: first, priority: priority) else { continue }
            work.queue.insert(number, tasks: jobs.map { $0.id.task ?? -1 }, in: key)
        }
    }

    private func endUnsatisfiable(_ batch: JobTable.Batch, _ dependency: Dependency) {
        let why = "\(dependency) can no longer be satisfied"
        for job in batch.jobs where job.state == .pending || job.state == .held { end(job, .unsatisfiable, code: nil, why: why) }
    }

    /// The lane of a job; nil when its request is not understood under the rules in force.
    func laneKey(of job: Job, priority: Int? = nil) -> PendingQueue.LaneKey? {
        guard let shape = shapeIndex(of: job) else { return nil }
        return PendingQueue.LaneKey(
            rank: policy.rank(queue: job.spec.queue, priority: priority ?? job.priority), shape: shape, agency: job.agency)
    }

    /// The request was checked at submission, but the fleet file and the policy may have changed since.
    private func shapeIndex(of job: Job) -> Int? {
        let number = job.id.number
        if let known = shapeOf[number] { return known }
        guard misfits[number] == nil else { return nil }
        do {
            try authority.requireModel(job.spec.workload, of: job.agency)
            let index = try shape(of: job.spec)
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
        guard job.state == .pending, !waiting.contains(job.id.number), let key = laneKey(of: job) else { return }
        work.queue.insert(job.id, in: key)
    }

    /// Takes a pending job out of the queue, if it is there.
    func dequeue(_ job: Job) {
        guard job.state == .pending, !waiting.contains(job.id.number), let key = laneKey(of: job) else { return }
        work.queue.remove(job.id, from: key)
    }

    /// Looks again at everything that waits for submissions which moved on. A chain of jobs is walked in a loop, not by recursion: it may
    /// be as long as the queue.
    func wakeDependents() {
        while let number = moved.popLast() {
            for dependent in (dependents.removeValue(forKey: number) ?? []).sorted() where waiting.contains(dependent) { enlist(dependent) }
        }
    }
}
