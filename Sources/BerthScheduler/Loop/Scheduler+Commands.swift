public import BerthModel
import BerthPlacement
public import BerthPolicy

/// Commands on jobs. On an array they mean all of its tasks to which they apply; when there is none, the command is refused.
extension Scheduler {
    /// Ends jobs that wait at once, and tells those that run to end.
    /// - Throws: `BerthError` with code `notFound`, `notAllowed`, or `conflict` when the job is over.
    public func cancel(_ id: JobID, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        let jobs = try targets(id, caller).filter { !$0.state.isFinal }
        guard !jobs.isEmpty else { throw refusal(id, "is over, so it cannot be cancelled") }
        for job in jobs {
            if !job.state.isActive {
                end(job, .cancelled, code: nil, why: "cancelled by \(caller.user)")
            } else if job.state != .stopping || job.stopReason != .cancelled {
                stop(job, .cancelled, by: caller.user)
            }
        }
        wakeDependents()
    }

    /// Keeps pending jobs from being placed. An operator's hold on another user's job is released only by an operator.
    /// - Throws: `BerthError` with code `notFound`, `notAllowed`, or `conflict` when the job does not wait.
    public func hold(_ id: JobID, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        let all = try targets(id, caller)
        let holder: JobEvent.Holder = authority.isOperator(caller) && all.first?.submitter.uid != caller.uid ? .operator : .user
        let jobs = all.filter { $0.state == .pending || ($0.state == .held && $0.holder == .user && holder == .operator) }
        guard !jobs.isEmpty else {
            throw refusal(id, all.contains { $0.state == .held } ? "is held already" : "does not wait, so it cannot be held")
        }
        for job in jobs {
            dequeue(job)
            record(.job(job.id, .held(by: holder)))
        }
    }

    /// - Throws: `BerthError` with code `notFound`, `notAllowed` for an operator's hold, or `conflict` when the job is not held.
    public func release(_ id: JobID, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        let jobs = try targets(id, caller).filter { $0.state == .held }
        guard !jobs.isEmpty else { throw refusal(id, "is not held") }
        guard authority.isOperator(caller) || jobs.allSatisfy({ $0.holder == .user }) else {
            throw BerthError(.notAllowed, "job \(id) is held by an operator", hint: "ask an operator to release it")
        }
        for job in jobs {
            record(.job(job.id, .released(by: caller.user)))
            enqueue(job.id)
        }
    }

    /// Ends the attempt of running jobs and lets them wait again, whatever their number of attempts.
    /// - Throws: `BerthError` with code `notFound`, `notAllowed`, or `conflict` when the job does not run.
    public func requeue(_ id: JobID, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        let jobs = try targets(id, caller).filter { $0.state.isActive && $0.state != .stopping }
        guard !jobs.isEmpty else { throw refusal(id, "does not run, so it cannot be requeued") }
        for job in jobs { stop(job, .requeued, by: caller.user) }
        wakeDependents()
    }

    /// Changes the priority of jobs that are not over, or the time limit of jobs that wait.
    /// - Throws: `BerthError` with code `notFound`, `notAllowed`, `invalidJob`, or `conflict`.
    public func update(_ id: JobID, priority: Int?, time: Duration?, by caller: Caller, at now: Timestamp) throws(BerthError) {
        begin(at: now)
        guard priority != nil || time != nil else { throw BerthError(.invalidJob, "an update names a priority or a time limit") }
        if let priority, !(-1000...1000).contains(priority) {
            throw BerthError(.invalidJob, "priority \(priority) is outside -1000...1000", field: "/priority")
        }
        let jobs = try targets(id, caller).filter { !$0.state.isFinal }
        guard let first = jobs.first else { throw refusal(id, "is over, so it cannot be changed") }
        if let time { try checkNewTime(time, first.spec) }
        guard time == nil || jobs.allSatisfy({ !$0.state.isActive }) else {
            throw refusal(id, "runs under its old time limit, so that cannot be changed")
        }
        for job in jobs {
            dequeue(job)
            record(.job(job.id, .updated(priority: priority, time: time, by: caller.user)))
            if time != nil, let changed = state.jobs[job.id] {
                forgetSpans(job.id)
                if endIfTooLate(changed) { continue }
                watchMoments(of: changed)
            }
            enqueue(job.id)
        }
    }

    private func checkNewTime(_ time: Duration, _ spec: JobSpec) throws(BerthError) {
        guard time > .zero, time.milliseconds <= Limits.durationMaxMilliseconds else {
            throw BerthError(.invalidJob, "a time limit of \(time.short) is not between zero and ten years", field: "/time")
        }
        if let queue = spec.queue, let most = policy.queues[queue]?.maxTime, time > most {
            throw BerthError(
                .invalidJob, "a time limit of \(time.short) was asked, above the \(most.short) of queue \"\(queue)\"", field: "/time")
        }
        if let warning = spec.warning, warning.before >= time {
            throw BerthError(
                .invalidJob, "the job's warning comes \(warning.before.short) before an end after \(time.short)", field: "/time")
        }
    }

    /// The jobs that an id stands for.
    /// - Throws: `BerthError` with code `notFound`, also for jobs that the caller may not see; `notAllowed` for those it may only see.
    private func targets(_ id: JobID, _ caller: Caller) throws(BerthError) -> [Job] {
        let jobs = try self.jobs(standingFor: id, visibleTo: caller)
        guard let first = jobs.first, authority.mayAct(on: first.agency, submitter: first.submitter, caller) else {
            throw BerthError(
                .notAllowed, "job \(id) belongs to \(jobs.first?.submitter.user ?? ""), not to \(caller.user)",
                hint: "its submitter, an admin of agency \(jobs.first?.agency.text ?? "") or an operator may do this")
        }
        return jobs
    }

    private func refusal(_ id: JobID, _ why: String) -> BerthError {
        let states = Set(state.jobs[id].map { [$0.state.rawValue] } ?? state.jobs.jobs(numbered: id.number).map(\.state.rawValue))
        return BerthError(.conflict, "job \(id) \(why) (\(states.sorted().joined(separator: ", ")))")
    }

    /// Time comes first: a command meets the state after all timers that were due before it.
    func begin(at now: Timestamp) {
        guard pages.begin(at: now) else { return }
        startWatch()
        fireTimers()
    }
}
