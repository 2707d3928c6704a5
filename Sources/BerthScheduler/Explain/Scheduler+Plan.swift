public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// What would happen to a job if it were submitted now: it is submitted to a copy of this scheduler, which makes its passes. Changes
    /// nothing here.
    ///
    /// Where others would be stopped for it, it is said who: those that the copy tells to end when it next looks for such jobs, if nothing
    /// is reported until then (a second at most, longer with very many jobs at work).
    /// - Throws: `BerthError` for a job that would be refused for another reason than that it can never run here.
    /// - Complexity: that of a submission and a pass, and O(nodes) for the copy; for a job that waits that of an explanation; where the
    ///   policy has jobs stopped for others, that of a look for them.
    public func plan(_ spec: JobSpec, by caller: Caller, at now: Timestamp) throws(BerthError) -> PlanReply {
        do {
            _ = try admit(spec, caller)
        } catch {
            guard error.code == .neverFits || error.code == .noSuchKind else { throw error }
            return .never(error)
        }
        let trial = Scheduler(copying: self)
        let id = try trial.begin(spec, by: caller, at: now, preempts: true)
        guard let job = trial.state.jobs.jobs(numbered: id.number).first else { preconditionFailure("a job without tasks") }
        guard !job.state.isActive else { return .startsNow(job.placements, watts: job.watts) }
        guard !job.state.isFinal else { return .waits(trial.hopeless(job), stopping: []) }
        var blockers = trial.explanation(of: job).blockers
        guard work.reservations.mayPromise else { return .waits(blockers, stopping: []) }
        if blockers.contains(where: { $0.code == .waitingForPreempted }) {
            // What keeps it is said as it is before anybody is told to end for it.
            let before = Scheduler(copying: self)
            _ = try before.begin(spec, by: caller, at: now, preempts: false)
            blockers = before.state.jobs[job.id].map { before.explanation(of: $0).blockers } ?? []
        }
        return .waits(blockers, stopping: trial.stops(for: job))
    }

    /// Submits a job and makes a pass, as the daemon does.
    private func begin(_ spec: JobSpec, by caller: Caller, at now: Timestamp, preempts: Bool) throws(BerthError) -> JobID {
        let now = max(clock, now)
        let id = try submit(spec, by: caller, key: nil, at: now).id
        advance(to: now, preempts: preempts)
        return id
    }

    /// What the job waits for can no longer happen.
    private func hopeless(_ job: Job) -> [Blocker] {
        let impossible = job.spec.dependencies.filter { state.status(of: $0) == .impossible }
        guard !impossible.isEmpty else { return [Blocker(.dependencyNeverSatisfied, job.why ?? "it can no longer start")] }
        return impossible.map {
            Blocker(.dependencyNeverSatisfied, "\($0) can no longer be satisfied", domain: $0.job.description)
        }
    }

    /// Looks for jobs to be stopped as this scheduler would next do it, and does so.
    private func stops(for job: Job) -> [PlannedStop] {
        guard let ticket = ticket(of: job), work.queue.holds(ticket) else { return [] }
        if preemptionWatch.hasTimer { advance(to: max(clock, preemptionWatch.due), preempts: true) }
        return victims(of: job.id).map { victim in
            PlannedStop(
                job: victim.id, queue: victim.terms.queue, members: victim.members.count, watts: victim.watts,
                grace: policy.preemptionGrace(of: victim.terms))
        }
    }
}
