import BerthModel
import BerthPolicy
import BerthScheduler

extension Replay {
    /// Makes the scheduler anew from the jobs that are not over, as a restarted daemon does: by replaying a journal, here one without the
    /// jobs that are over. So memory does not grow with the trace.
    ///
    /// Jobs get new numbers in the same order. The last of those that are over are handed on, as cancelled while they waited: a policy may
    /// choose nodes by what has arrived. What a scheduler keeps besides its journal is forgotten.
    /// - Complexity: O(nodes + jobs that are not over).
    mutating func turnOver() throws(BerthError) {
        let old = scheduler
        let numbers = (jobs.keys + rememberedNumbers).sorted()
        scheduler = try options.scheduler(policy, at: clock)
        var entries = old.entries(ofJobs: numbers)
        let revision = PolicyRevision(
            number: 1, text: options.policy.text, by: ReplayOptions.caller.user, at: entries.first?.time ?? clock, policy: policy)
        entries.insert(JournalEntry(sequence: 1, time: revision.at, record: .policyApplied(revision)), at: 0)
        scheduler.inherit(old.state.times, old.state.kindTimes)
        for (position, entry) in entries.enumerated() {
            do {
                try scheduler.replay(JournalEntry(sequence: UInt64(position) + 1, time: entry.time, record: entry.record))
            } catch {
                preconditionFailure("(5) jobs that are not over cannot be replayed: \(error)")
            }
        }
        _ = try scheduler.finishReplay(at: clock)
        renumber(numbers)
        tally.turnovers += 1
        scheduler.advance(to: clock)
        while drain() { scheduler.advance(to: clock) }
    }

    private var rememberedNumbers: [UInt64] {
        let kept = min(ReplayOptions.rememberedMax, options.turnover / 10)
        return Array((1..<scheduler.state.jobs.nextNumber).reversed().lazy.filter { jobs[$0] == nil }.prefix(kept))
    }

    private mutating func renumber(_ numbers: [UInt64]) {
        var renumbered: [UInt64: ReplayJob] = [:]
        var places: [UInt64: UInt64] = [:]
        var attempts: [UInt64: Int] = [:]
        renumbered.reserveCapacity(jobs.count)
        for (index, number) in numbers.enumerated() {
            guard var job = jobs[number] else { continue }
            (places[number], attempts[number]) = (UInt64(index) + 1, job.attempt)
            job.attempt = job.members > 0 ? 1 : 0
            renumbered[UInt64(index) + 1] = job
        }
        jobs = renumbered
        ends = ends.mapped { end in
            guard let number = places[end.number], attempts[end.number] == end.attempt, renumbered[number]?.members ?? 0 > 0 else {
                return nil
            }
            return End(number: number, attempt: 1, outcome: end.outcome)
        }
    }
}

extension Scheduler {
    /// What happened to jobs, in order of time.
    fileprivate func entries(ofJobs numbers: [UInt64]) -> [JournalEntry] {
        var entries: [(time: Timestamp, record: JournalEntry.Record)] = []
        for (index, number) in numbers.enumerated() {
            let id = JobID(number: UInt64(index) + 1)
            guard let job = state.jobs[JobID(number: number)] else { preconditionFailure("job \(number) does not exist") }
            entries.append(
                (job.submittedAt, .job(id, .submitted(.init(spec: job.spec, submitter: job.submitter, agency: job.agency, key: nil)))))
            if job.state.isFinal {
                entries.append((job.submittedAt, .job(id, .ended(.cancelled, exitCode: nil, why: "over"))))
                continue
            }
            guard let placedAt = job.placedAt else { continue }
            let least = job.spec.members.min
            entries.append((placedAt, .job(id, .placed(attempt: 1, members: Array(job.placements.prefix(least))))))
            if job.members.count > least {
                entries.append((placedAt, .job(id, .placed(attempt: 1, members: Array(job.placements.dropFirst(least))))))
            }
            for member in job.members {
                let run = RunID(job: id, attempt: 1, member: member.number, run: 1)
                entries.append((job.startedAt ?? placedAt, .job(id, .started(run, pid: 1))))
            }
        }
        // Submissions by number, and each job's own in their order: the sort is stable.
        entries.sort { $0.time < $1.time }
        return entries.enumerated().map { JournalEntry(sequence: UInt64($0) + 1, time: $1.time, record: $1.record) }
    }
}
