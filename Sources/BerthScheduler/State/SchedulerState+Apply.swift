public import BerthModel
import BerthPolicy

extension SchedulerState {
    /// Applies one entry: the only way in which the state changes, live and in replay alike.
    /// - Throws: `BerthError` with code `stateCorrupt` when the entry may not follow; the state is then unchanged.
    public mutating func apply(_ entry: JournalEntry) throws(BerthError) {
        guard entry.sequence == sequence + 1 else {
            throw BerthError(.stateCorrupt, "journal entry \(entry.sequence) follows entry \(sequence): one is missing or doubled")
        }
        guard entry.time >= time else { throw BerthError(.stateCorrupt, "journal entry \(entry.sequence) is older than the one before it") }
        switch entry.record {
        case .job(let id, .submitted(let submission)): try submit(id, submission, entry)
        case .job(let id, let event):
            guard try jobs.apply(event, to: id, at: entry.time, sequence: entry.sequence) else {
                throw BerthError(.stateCorrupt, "journal entry \(entry.sequence) is about job \(id), which was never submitted")
            }
            if case .ended = event { learn(id) }
        case .policyApplied(let revision):
            guard revision.number == (self.revision?.number ?? 0) + 1 else {
                throw BerthError(.stateCorrupt, "policy revision \(revision.number) follows revision \(self.revision?.number ?? 0)")
            }
            self.revision = revision
        case .policyScheduled(let scheduled):
            guard scheduled.number == scheduledCount + 1 else {
                throw BerthError(.stateCorrupt, "scheduled policy \(scheduled.number) follows \(scheduledCount)")
            }
            scheduledCount = scheduled.number
            scheduledPolicies[scheduled.number] = scheduled
        case .policyUnscheduled(let number, _, _, _):
            guard scheduledPolicies.removeValue(forKey: number) != nil else {
                throw BerthError(.stateCorrupt, "policy \(number) is taken off the list, and was not scheduled")
            }
        case .nodeDrained(let node, let reason, let by):
            drains[node] = Drain(reason: reason, by: by, since: entry.time)
        case .nodeUndrained(let node, _):
            guard drains.removeValue(forKey: node) != nil else {
                throw BerthError(.stateCorrupt, "node \(node) is undrained, but was not drained")
            }
        case .nodeLost(let node): try nodes[node, default: NodeHealth()].lose(node, at: entry.time)
        case .nodeBack(let node, let heldUntil): try nodes[node, default: NodeHealth()].comeBack(node, heldUntil, at: entry.time)
        case .nodeScrubbing(let node, let label):
            let scrub = revision?.policy.scrub(from: labels[node]?.label, to: label)
            try labels[node, default: NodeLabel()].begin(node, to: label, scrub: scrub, entry)
        case .nodeScrubbed(let node): try labels[node, default: NodeLabel()].finish(node)
        case .nodeScrubFailed(let node, _): try labels[node, default: NodeLabel()].fail(node)
        case .nodeSteady(let node): try nodes[node, default: NodeHealth()].steady(node, at: entry.time)
        }
        sequence = entry.sequence
        time = entry.time
    }

    private mutating func submit(_ id: JobID, _ submission: JobEvent.Submission, _ entry: JournalEntry) throws(BerthError) {
        guard id == JobID(number: jobs.nextNumber) else {
            throw BerthError(
                .stateCorrupt, "job \(id) is submitted where number \(jobs.nextNumber) is next: numbers are never reused or left out")
        }
        if let array = submission.terms.spec.array {
            guard !array.indexes.isEmpty, zip(array.indexes, array.indexes.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw BerthError(.stateCorrupt, "the tasks of array \(id) do not ascend")
            }
        }
        let hash = submission.key.map { KeyTable.hash($0, uid: submission.submitter.uid) }
        if let text = submission.key, let hash {
            guard number(keyed: text, uid: submission.submitter.uid, hash: hash) == nil else {
                throw BerthError(.stateCorrupt, "job \(id) uses the idempotency key of another job")
            }
        }
        jobs.append(submission, at: entry.time, sequence: entry.sequence)
        if let hash { keys.insert(id.number, hash: hash) }
    }

    /// The submission that a user made under an idempotency key; nil where there is none.
    /// - Complexity: O(1) expected.
    func number(keyed text: String, uid: UInt32) -> UInt64? {
        number(keyed: text, uid: uid, hash: KeyTable.hash(text, uid: uid))
    }

    private func number(keyed text: String, uid: UInt32, hash: Int) -> UInt64? {
        keys.number(hash: hash) {
            guard let submission = jobs.submission($0) else { return false }
            return submission.key == text && submission.submitter.uid == uid
        }
    }
}
