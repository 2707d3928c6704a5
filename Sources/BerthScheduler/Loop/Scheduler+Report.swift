public import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Takes in what an executor says of a run. A report about another run than the member's current one, or one that says nothing
    /// new, changes nothing: executors repeat themselves after a restart.
    public func report(_ report: ExecutorReport, at now: Timestamp) {
        begin(at: now)
        self.report(report)
        wakeDependents()
    }

    func report(_ report: ExecutorReport) {
        guard let run = report.run else {
            if case .contact(let contact) = report { self.contact(contact) }
            return
        }
        guard let job = state.jobs[run.job], job.state.isActive, let position = job.position(of: run) else {
            if case .exited = report { effects.append(.forget([run])) }
            return
        }
        let member = job.members[position]
        switch report {
        case .started(_, let pid): started(job, member, pid: pid)
        case .ready: setReady(job, member, nil)
        case .unready(_, let why): setReady(job, member, why)
        case .exited(_, let outcome): exited(job, member, outcome)
        case .contact: break
        }
    }

    private func started(_ job: Job, _ member: Member, pid: Int) {
        guard member.phase == .ordered else { return }
        record(.job(job.id, .started(job.runID(of: member), pid: pid)))
        if job.startedAt == nil {
            hasMoved(job.id.number)
            if job.time != nil { setBackstop(job.id) }
        }
    }

    private func setReady(_ job: Job, _ member: Member, _ unready: String?) {
        guard job.terms.jobClass == .service, job.terms.readiness != nil, case .running = member.phase, member.isReady != (unready == nil)
        else { return }
        let run = job.runID(of: member)
        record(.job(job.id, unready.map { .unready(run, why: $0) } ?? .ready(run)))
    }

    private func exited(_ job: Job, _ member: Member, _ outcome: RunOutcome) {
        let run = job.runID(of: member)
        if member.isLive { record(.job(job.id, .exited(run, outcome))) }
        effects.append(.forget([run]))
        settle(job.id)
    }
}
