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
        /// Hosts that are on their way to another label are not, and take jobs of the one that they have.
        var endsChanges = false
        /// Commands and reports that come then.
        var commands: [(Scheduler) throws -> Void] = []
        /// Jobs that end: what they hold is theirs until then.
        var ending: Set<JobID> = []
        /// Whether parts of devices that are held no longer are rounded up where limits count whole ones.
        var roundsUp = false
        /// What budgets are raised by; all others stay what they are.
        var raises: [String: Watts] = [:]

        mutating func join(_ other: Change) {
            specs.merge(other.specs) { $0 + $1 }
            holdings += other.holdings
            policy += other.policy
            hosts = other.hosts ?? hosts
            endsChanges = endsChanges || other.endsChanges
            roundsUp = roundsUp || other.roundsUp
            ending.formUnion(other.ending)
            commands += other.commands
            raises.merge(other.raises) { max($0, $1) }
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
        let settled = MemoryJournal(journal.entries)
        var (last, isQuiet): (Scheduler, Bool)
        repeat {
            // Reservations are made anew by each daemon that starts: those of the last one are those of every copy.
            last = try StateReplay(of: settled, fleet: fleet).scheduler
            _ = try last.finishReplay(at: now)
            last.advance(to: now)
            let output = last.takeOutput()
            try settled.append(output.entries)
            isQuiet = output.entries.isEmpty
        } while !isQuiet
        entries = settled.entries
        scheduler = last
    }

    /// Makes the next pass; whether jobs are to be stopped for others is no part of it. Hosts that change their labels are looked for once
    /// a second: where nothing else keeps the job, that is waited for.
    func pass(_ scheduler: Scheduler, for id: JobID) throws {
        scheduler.advance(to: now, preempts: false)
        guard let job = scheduler.state.jobs[id], !job.state.isActive, !scheduler.policy.hostLabels.isEmpty,
            try scheduler.explain(id, by: SimulatedPolicy.root, at: now).blockers.allSatisfy({ $0.code == .notYetExamined })
        else { return }
        scheduler.advance(to: now + .seconds(1), preempts: false)
    }

    /// A scheduler in the changed state, before its next pass.
    func changed(_ change: Change) throws -> Scheduler {
        let after = try replay(change)
        let keepsLimits = change.holdings.isEmpty ? [] : [heldBefore(than: after, roundsUp: change.roundsUp)]
        let rules = change.policy + keepsLimits + (change.raises.isEmpty ? [] : [{ raise(change.raises, &$0) }])
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
            case .nodeScrubbing(let node, _) where change.endsChanges && lastChange(of: node) == entry.sequence: continue
            case .nodeScrubbing, .nodeScrubbed, .nodeScrubFailed: if change.hosts == nil { records.append((entry.time, entry.record)) }
            case .job(let id, let event): records.append((entry.time, .job(id, changed(event, of: id, change))))
            default: records.append((entry.time, entry.record))
            }
            guard records.count == 1, let label = change.hosts?.label else { continue }
            for node in fleet.nodes {
                records.append((entry.time, .nodeScrubbing(node.name, to: label)))
                records.append((entry.time, .nodeScrubbed(node.name)))
            }
        }
        if let hosts = change.hosts, !change.endsChanges {
            for (node, state) in scheduler.state.labels.sorted(by: { $0.key < $1.key }) where state.change != nil {
                records.append((scheduler.state.time, .nodeScrubbing(node, to: other(than: hosts.label))))
            }
        }
        let journal = MemoryJournal(
            records.enumerated().map { JournalEntry(sequence: UInt64($0 + 1), time: $1.0, record: $1.1) })
        var fleet = fleet
        if !change.raises.isEmpty { for place in fleet.places.indices { fleet.places[place].rating = nil } }
        let replayed = try StateReplay(of: journal, fleet: fleet).scheduler
        _ = try replayed.finishReplay(at: now)
        return replayed
    }

    /// The entry with which a change began that has not ended.
    private func lastChange(of node: NodeName) -> UInt64? { scheduler.state.labels[node]?.change?.number }

    private func other(than label: LabelName?) -> LabelName? {
        label == nil ? scheduler.policy.hostLabels.keys.sorted().first : nil
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
            guard !change.holdings.isEmpty, !change.ending.contains(id), scheduler.state.jobs[id]?.attempt == attempt else { return event }
            for index in members.indices { for edit in change.holdings { edit(id, &members[index]) } }
            return .placed(attempt: attempt, members: members)
        default: return event
        }
    }

    /// The policy's budgets say all that ratings said. A budget that is raised above the one that feeds it bounds nothing any more: no
    /// policy may say it.
    private func raise(_ raises: [String: Watts], _ policy: inout Policy) {
        let core = scheduler.placement
        let parents = Dictionary(uniqueKeysWithValues: fleet.places.map { ($0.name, $0.parent) })
        var above: [PlaceName: Watts] = [:]
        // Parents come before children.
        for usage in (0..<core.domainCount).map({ core.usage(of: DomainIndex($0)) }) {
            let index = policy.power.firstIndex { $0.name == usage.name }
            var rule = index.map { policy.power[$0] } ?? Policy.BudgetRule(name: usage.name, parent: nil, budget: nil)
            let feeding = (parents[usage.name] ?? rule.parent).flatMap { above[$0] }
            rule.budget = usage.budget.map { $0 + (raises[usage.name.text] ?? .zero) }
            if let feeding, let own = rule.budget, own > feeding { rule.budget = nil }
            above[usage.name] = rule.budget ?? feeding
            if let index { policy.power[index] = rule } else { policy.power.append(rule) }
        }
    }

    /// Lowers limits by what is held no longer, so that what they leave is what it was: pieces are taken away, not use.
    private func heldBefore(than after: Scheduler, roundsUp: Bool) -> (inout Policy) -> Void {
        { policy in
            for (name, agency) in policy.agencies {
                let (before, now) = (scheduler.usage(of: name), after.usage(of: name))
                var agency = agency
                for (kind, limit) in agency.deviceLimits {
                    let less = ((before.thousandths[kind] ?? 0) - (now.thousandths[kind] ?? 0) + (roundsUp ? 999 : 0)) / 1000
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
