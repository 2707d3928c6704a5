public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// One job, or one task of an array.
    /// - Throws: `BerthError` with code `notFound`, also for another agency's job.
    public func job(_ id: JobID, visibleTo caller: Caller) throws(BerthError) -> Job {
        let jobs = try jobs(standingFor: id, visibleTo: caller)
        if let job = jobs.first, job.id == id { return job }
        throw BerthError(
            .notFound, "job \(id) is an array of \(jobs.count) tasks, not one job",
            hint: "name a task, such as \(jobs.first?.id.description ?? "")")
    }

    /// The job itself, or all tasks when the id is that of an array.
    /// - Throws: `BerthError` with code `notFound`, also for another agency's job.
    public func jobs(standingFor id: JobID, visibleTo caller: Caller) throws(BerthError) -> [Job] {
        let jobs = state.jobs[id].map { [$0] } ?? (id.task == nil ? state.jobs.jobs(numbered: id.number) : [])
        guard let first = jobs.first, authority.maySee(first.agency, caller) else {
            throw BerthError(.notFound, "there is no job \(id)", hint: "berth ls lists yours")
        }
        return jobs
    }

    /// Jobs and tasks that the caller may see, ascending by id.
    /// - Parameter states: nil for all.
    /// - Complexity: O(jobs).
    public func jobs(visibleTo caller: Caller, states: Set<JobState>? = nil) -> [Job] {
        var seen: [AgencyName: Bool] = [:]
        func sees(_ agency: AgencyName) -> Bool {
            if let known = seen[agency] { return known }
            let answer = authority.maySee(agency, caller)
            seen[agency] = answer
            return answer
        }
        return state.jobs.all.filter { states?.contains($0.state) ?? true && sees($0.agency) }
    }

    /// The jobs that may be placed, in the order in which the next pass takes them: the first of them is at position 1 of the
    /// queue. Held jobs and those that wait for others are not among them.
    /// - Complexity: O((shapes + limit) log shapes).
    public func queueOrder(limit: Int) -> [JobID] { work.order(limit: limit, at: clock) }

    /// The one reason that a job waits for; nil for a job that does not wait (invariant 8).
    /// - Complexity: O(dependencies); the first question about a lane since something was given back costs an explanation.
    public func reason(of job: Job) -> Blocker? {
        guard job.state == .pending || job.state == .held else { return nil }
        return Blocker.ranked(deliberateBlockers(of: job) + physicalBlockersAtLastPass(of: job)).first
    }

    private func physicalBlockersAtLastPass(of job: Job) -> [Blocker] {
        guard let key = ticket(of: job)?.key else { return [] }
        if let patience = work.patienceBlocker(of: job.id) {
            let blockers = work.blockers(of: key, for: job.id)
            return blockers.isEmpty ? [patience] : blockers
        }
        guard !work.queue.isUnsettled(key) else { return [Scheduler.notYetExamined] }
        let blockers = work.blockers(of: key, for: job.id)
        guard blockers.isEmpty else { return blockers }
        work.queue.reopen(key)
        return [Scheduler.notYetExamined]
    }

    private static let notYetExamined = Blocker(.notYetExamined, "the next scheduling pass looks at it")

    /// Holds, dependencies, array limits, and requests that are no longer understood.
    func deliberateBlockers(of job: Job) -> [Blocker] {
        var blockers: [Blocker] = []
        if let misfit = misfits[job.id.number] {
            let code = ReasonCode(rawValue: misfit.code.rawValue) ?? .notAllowed
            blockers.append(Blocker(code, misfit.message, hint: misfit.hint))
        }
        if let holder = job.holder, job.state == .held {
            blockers.append(
                Blocker(
                    holder == .user ? .heldByUser : .heldByOperator,
                    holder == .user ? "it is held by its user" : "it is held by an operator",
                    clearsWhen: ["it is released"], hint: holder == .user ? "berth release \(job.id)" : nil))
        }
        blockers += momentBlockers(of: job.spec)
        for dependency in job.spec.dependencies where state.status(of: dependency) == .waiting {
            blockers.append(
                Blocker(.dependency, "it waits for \(dependency)", domain: dependency.job.description, clearsWhen: [clearing(dependency)]))
        }
        if let promise = promiseBlocker(of: job) { blockers.append(promise) }
        if let limit = job.spec.array?.limit, work.isAtArrayLimit(job.id.number) {
            blockers.append(
                Blocker(
                    .arrayLimit, "array \(job.id.array) has \(limit) tasks at work, as many as it allows", need: 1, have: 0, unit: "tasks",
                    domain: job.id.array.description,
                    clearsWhen: ["a task of \(job.id.array) ends"]))
        }
        return blockers
    }

    private func clearing(_ dependency: Dependency) -> String {
        let latest = state.jobs[dependency.job]?.deadline.map { " (at the latest \($0.clockText))" } ?? ""
        return switch dependency.condition {
        case .after: "\(dependency.job) starts"
        case .afterOK: "\(dependency.job) succeeds\(latest)"
        case .afterNotOK: "\(dependency.job) ends without success\(latest)"
        case .afterAny: "\(dependency.job) ends\(latest)"
        }
    }
}

extension Timestamp {
    /// Hours and minutes in UTC: `08:10`.
    var clockText: String { String(description.dropFirst(11).prefix(5)) }
}
