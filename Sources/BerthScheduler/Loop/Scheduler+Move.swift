import BerthModel
import BerthPlacement
import BerthPolicy

/// The steps that several commands and reports share: each records its event and does what follows from it.
extension Scheduler {
    /// Ends a job for good and gives back what it holds.
    /// - Precondition: no member is live.
    func end(_ job: Job, _ final: JobState, code: Int?, why: String) {
        if job.state.isActive {
            work.giveBack(job.placements, of: job.id, agency: job.agency)
            unwatch(job.placements, of: job.id)
        } else {
            dequeue(job)
        }
        work.outlook?.patience.forget(job.id)
        record(.job(job.id, .ended(final, exitCode: code, why: why)))
        countJobs(-1, like: job)
        hasMoved(job.id.number)
        forgetIfOver(job.id.number)
    }

    /// Something about a submission changed that others may wait for.
    func hasMoved(_ number: UInt64) {
        if !dependents.isEmpty { moved.append(number) }
    }

    private func forgetIfOver(_ number: UInt64) {
        guard let tally = state.jobs.tally(number), tally.over == tally.tasks else { return }
        shapeOf[number] = nil
        if !expectedOf.isEmpty { expectedOf[number] = nil }
        work.outlook?.forget(number)
        if !misfits.isEmpty { misfits[number] = nil }
        if !work.arrayLimits.isEmpty, work.arrayLimits.removeValue(forKey: number) != nil { work.activeTasks[number] = nil }
    }

    /// Ends an attempt and lets the job wait again.
    /// - Precondition: no member is live.
    func requeue(_ job: Job, why: String) {
        work.giveBack(job.placements, of: job.id, agency: job.agency)
        unwatch(job.placements, of: job.id)
        record(.job(job.id, .requeued(attempt: job.attempt, why: why)))
        guard let waiting = state.jobs[job.id], !endIfTooLate(waiting) else { return }
        watchMoments(of: waiting)
        enqueue(job.id)
    }

    /// Tells all live members of a job to end; the job goes on at once when there are none.
    func stop(_ job: Job, _ reason: StopReason, by: String) {
        record(.job(job.id, .stopping(reason, by: by)))
        work.setGrowth(of: job.id, nil)
        work.displaced[job.id] = nil
        orderStops(job, reason)
        settle(job.id)
    }

    func orderStops(_ job: Job, _ reason: StopReason) {
        for member in job.members where member.isLive {
            effects.append(stopEffect(job, job.runID(of: member), reason))
        }
    }

    /// With the notice that the reason asks for.
    func stopEffect(_ job: Job, _ run: RunID, _ reason: StopReason) -> Effect {
        guard reason == .preempted else { return .stop(run, grace: job.terms.grace, reason: reason) }
        return .stop(run, grace: policy.preemptionGrace(of: job.terms), reason: reason, signal: policy.preemption.notice)
    }

    /// Draws the consequences of members that exited. Called after each exit, and after a replay for whatever was left open.
    func settle(_ id: JobID) {
        guard let job = state.jobs[id], job.state.isActive else { return }
        if job.state != .stopping {
            if job.members.contains(where: { $0.outcome == .timedOut && !$0.isLive }) { return stop(job, .timeLimit, by: Scheduler.itself) }
            if job.terms.jobClass == .service { return planRestarts(job) }
            if job.hasLiveMembers {
                if job.members.contains(where: { $0.outcome.map { !$0.isSuccess } ?? false }) {
                    stop(job, .memberLost, by: Scheduler.itself)
                }
                return
            }
        }
        guard !job.hasLiveMembers else { return }
        conclude(job)
    }

    /// Who acts when the scheduler acts by itself.
    static let itself = "berth"

    private func planRestarts(_ job: Job) {
        for member in job.members {
            guard case .exited = member.phase else { continue }
            let isSteady = member.readySince.map { clock - $0 >= RestartDelay.steadyAfter } ?? false
            let moment = clock + RestartDelay.delay(afterRestarts: isSteady ? 0 : member.restartsInARow)
            let run = RunID(job: job.id, attempt: job.attempt, member: member.number, run: member.run + 1)
            record(.job(job.id, .restartPlanned(run, at: moment)))
            timers.add(.restart(run), at: moment)
        }
    }

    /// Decides what becomes of a job whose attempt is over.
    private func conclude(_ job: Job) {
        let failure = job.members.first { !($0.outcome?.isSuccess ?? true) }
        switch job.stopReason {
        case .cancelled:
            return end(job, .cancelled, code: nil, why: "cancelled by \(job.by ?? Scheduler.itself)")
        case .requeued:
            return requeue(job, why: "requeued by \(job.by ?? Scheduler.itself)")
        case .preempted:
            // It may have saved its work and left with 0: it has not finished for that.
            return requeue(job, why: Attempt.preemptedWhy + (job.by ?? Scheduler.itself))
        case .timeLimit:
            return end(job, .timedOut, code: nil, why: "reached its time limit of \(job.time?.short ?? "the attempt")")
        case .memberLost, nil:
            break
        }
        guard let failure, let outcome = failure.outcome else { return end(job, .succeeded, code: 0, why: "exited with 0") }
        let cause = job.members.first { $0.outcome.map { !$0.isSuccess && !$0.wasStopped } ?? false } ?? failure
        let why = job.members.count == 1 ? outcome.words : "member \(cause.number) on \(cause.placement.node) \(cause.outcome?.words ?? "")"
        guard job.terms.requeue, job.attempt < job.terms.maxAttempts else {
            let attempts = job.terms.requeue && job.attempt > 1 ? " in attempt \(job.attempt) of \(job.terms.maxAttempts)" : ""
            return end(job, .failed, code: cause.outcome?.shellCode, why: why + attempts)
        }
        requeue(job, why: why)
    }
}

extension RunOutcome {
    /// Ended by TERM or KILL, as a stopped member of a gang is: then another member is the cause.
    fileprivate var wasStopped: Bool { self == .signalled(signal: 15) || self == .signalled(signal: 9) }
}
