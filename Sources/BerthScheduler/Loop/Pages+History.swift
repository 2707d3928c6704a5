import BerthModel
import BerthPolicy

/// What agencies used, from the entries of the journal.
extension Pages {
    /// The only way in which an entry changes anything, live and in replay alike.
    /// - Throws: `BerthError` with code `stateCorrupt`.
    mutating func apply(_ entry: JournalEntry) throws(BerthError) {
        if history != nil { note(entry) }
        try state.apply(entry)
        if case .policyApplied(let revision) = entry.record { follow(revision.policy.fairness, from: entry.time) }
    }

    /// Before the state changes: it tells what a job gives back.
    private mutating func note(_ entry: JournalEntry) {
        guard case .job(let id, let event) = entry.record else { return }
        switch event {
        case .placed(_, let members):
            guard let job = state.jobs[id] else { return }
            history?.change(job.agency, members, holds: true, at: entry.time)
        case .displaced(let run):
            guard let job = state.jobs[id], let position = job.position(of: run) else { return }
            history?.change(job.agency, [job.members[position].placement], holds: false, at: entry.time)
        case .requeued, .ended:
            guard let job = state.jobs[id], job.state.isActive else { return }
            history?.change(job.agency, job.placements, holds: false, at: entry.time)
        default: return
        }
    }

    private mutating func follow(_ fairness: Policy.Fairness?, from moment: Timestamp) {
        guard let fairness else {
            history = nil
            return
        }
        guard history == nil else {
            history?.setHalfLife(fairness.halfLife, at: moment)
            return
        }
        var history = UseHistory(halfLife: fairness.halfLife)
        for job in state.jobs.all where job.state.isActive { history.change(job.agency, job.placements, holds: true, at: moment) }
        self.history = history
    }
}

extension Scheduler {
    /// Has the next pass order agencies by what they used until now.
    func refreshShares() { if let history { work.fairShares?.refresh(from: history, at: clock) } }
}
