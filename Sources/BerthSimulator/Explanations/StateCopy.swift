import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Copies of a state in which something is otherwise than it is. A copy is made as a daemon that starts makes its own: from the journal.
struct StateCopy {
    /// What every host has; nil for none.
    struct HostLabel {
        var label: LabelName?
    }

    /// What is otherwise.
    struct Change {
        /// Jobs that were submitted otherwise.
        var specs: [UInt64: [(inout JobSpec) -> Void]] = [:]
        /// What active jobs hold otherwise.
        var holdings: [(JobID, inout MemberPlacement) -> Void] = []
        var policy: [(inout Policy) -> Void] = []
        /// Every host has one label from the start; nil: hosts have those that they have.
        var hosts: HostLabel?
        /// Commands and reports that come then.
        var commands: [(Scheduler) throws -> Void] = []
        /// Feeds have no ratings: the policy's budgets say all.
        var hasNoRatings = false

        mutating func join(_ other: Change) {
            specs.merge(other.specs) { $0 + $1 }
            holdings += other.holdings
            policy += other.policy
            hosts = other.hosts ?? hosts
            commands += other.commands
            hasNoRatings = hasNoRatings || other.hasNoRatings
        }
    }

    let fleet: Fleet
    let now: Timestamp
    private let entries: [JournalEntry]
    /// The state as it is, settled.
    let scheduler: Scheduler

    /// - Parameter journal: of a scheduler that has nothing left to do at this moment.
    init(_ journal: MemoryJournal, fleet: Fleet, at now: Timestamp) throws {
        self.fleet = fleet
        self.now = now
        let replayed = try StateReplay(of: journal, fleet: fleet).scheduler
        _ = try replayed.finishReplay(at: now)
        let copy = MemoryJournal(journal.entries)
        var isQuiet = false
        while !isQuiet {
            replayed.advance(to: now)
            let output = replayed.takeOutput()
            try copy.append(output.entries)
            isQuiet = output.entries.isEmpty
        }
        entries = copy.entries
        scheduler = replayed
    }

    /// A scheduler in the changed state, before its next pass.
    func changed(_ change: Change) throws -> Scheduler {
        let after = try replay(change)
        let keepsLimits = change.holdings.isEmpty ? [] : [heldBefore(than: after)]
        let rules = change.policy + keepsLimits
        if !rules.isEmpty {
            var policy = after.policy
            for rule in rules { rule(&policy) }
            _ = try after.applyPolicy(text: "", policy: policy, ifRevision: nil, by: SimulatedPolicy.root, at: now)
        }
        for command in change.commands { try command(after) }
        return after
    }

    private func replay(_ change: Change) throws -> Scheduler {
        var records: [(Timestamp, JournalEntry.Record)] = []
        for entry in entries {
            switch entry.record {
            case .nodeScrubbing, .nodeScrubbed, .nodeScrubFailed: if change.hosts == nil { records.append((entry.time, entry.record)) }
            case .job(let id, let event): records.append((entry.time, .job(id, changed(event, of: id, change))))
            default: records.append((entry.time, entry.record))
            }
            guard records.count == 1, let hosts = change.hosts else { continue }
            for node in fleet.nodes {
                records.append((entry.time, .nodeScrubbing(node.name, to: hosts.label)))
                records.append((entry.time, .nodeScrubbed(node.name)))
            }
        }
        let journal = MemoryJournal(
            records.enumerated().map { JournalEntry(sequence: UInt64($0 + 1), time: $1.0, record: $1.1) })
        var fleet = fleet
        if change.hasNoRatings { for place in fleet.places.indices { fleet.places[place].rating = nil } }
        let replayed = try StateReplay(of: journal, fleet: fleet).scheduler
        _ = try replayed.finishReplay(at: now)
        return replayed
    }

    private func changed(_ event: JobEvent, of id: JobID, _ change: Change) -> JobEvent {
        switch event {
        case .submitted(let submission):
            guard let edits = change.specs[id.number] else { return event }
            var spec = submission.spec
            for edit in edits { edit(&spec) }
            return .submitted(
                JobEvent.Submission(spec: spec, submitter: submission.submitter, agency: submission.agency, key: submission.key))
        case .placed(let attempt, var members):
            guard !change.holdings.isEmpty, scheduler.state.jobs[id]?.attempt == attempt else { return event }
            for index in members.indices { for edit in change.holdings { edit(id, &members[index]) } }
            return .placed(attempt: attempt, members: members)
        default: return event
        }
    }

    /// Lowers limits by what is held no longer, so that what they leave is what it was: pieces are taken away, not use.
    private func heldBefore(than after: Scheduler) -> (inout Policy) -> Void {
        { policy in
            for (name, agency) in policy.agencies {
                let (before, now) = (scheduler.usage(of: name), after.usage(of: name))
                var agency = agency
                for (kind, limit) in agency.deviceLimits {
                    let less = ((before.thousandths[kind] ?? 0) - (now.thousandths[kind] ?? 0)) / 1000
                    agency.deviceLimits[kind] = max(0, limit - less)
                    agency.borrowing.devices[kind] = max(0, (agency.borrowing.devices[kind] ?? 0) + min(0, limit - less))
                }
                if let limit = agency.powerLimit {
                    let left = limit - (before.watts - now.watts)
                    agency.powerLimit = max(.zero, left)
                    agency.borrowing.power = max(.zero, agency.borrowing.power + min(.zero, left))
                }
                if let limit = agency.unitLimitThousandths {
                    let left = limit - (before.unitThousandths - now.unitThousandths)
                    agency.unitLimitThousandths = max(0, left)
                    agency.borrowing.unitThousandths = max(0, agency.borrowing.unitThousandths + min(0, left))
                }
                policy.agencies[name] = agency
            }
        }
    }
}
