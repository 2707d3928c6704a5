import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Holds what `why` says of one job that waits against copies of the state.
///
/// Claimed is, with nobody else waiting:
/// - with all stated blockers taken away, the next pass places the job;
/// - with all but one taken away, it does not. Where the one that stays is about who goes first, the others wait as they do: then it is not
///   placed, or somebody of those that are said to go first is placed before it.
struct ExplanationCheck {
    let copy: StateCopy
    let job: Job
    let explanation: Explanation
    private let removal: Removal

    /// What came of it.
    struct Outcome {
        /// Reasons that were taken away with the others, and that were left alone.
        var stated: [ReasonCode] = []
        var kept: [ReasonCode] = []
        /// Reasons that depend on the node, found once there was one to be had.
        var later: [ReasonCode] = []
        /// Order, and ends of victims, that cannot be told apart from what is short.
        var inseparable = 0
        var faults: [String] = []
    }

    init(_ copy: StateCopy, _ job: Job) throws {
        self.copy = copy
        self.job = job
        explanation = try copy.scheduler.explain(job.id, by: SimulatedPolicy.root, at: copy.now)
        removal = Removal(copy: copy, job: job)
    }

    private var blockers: [Blocker] { explanation.blockers }

    func run() throws -> Outcome {
        var outcome = Outcome()
        if blockers.contains(where: { Removal.hopeless.contains($0.code) }) { return try checkHopeless() }
        let changes = blockers.map { removal.change(for: $0) }
        for (blocker, change) in zip(blockers, changes) where change == nil {
            outcome.faults.append(fault("nothing is known to take \(blocker.code.rawValue) away"))
        }
        guard outcome.faults.isEmpty, !blockers.isEmpty else {
            if blockers.isEmpty { outcome.faults.append(fault("no reason is stated")) }
            return outcome
        }
        outcome.stated = blockers.map(\.code)
        if Set(blockers.map { "\($0.code.rawValue) \($0.domain ?? "") \($0.unit ?? "") \($0.message)" }).count < blockers.count {
            outcome.faults.append(fault("a blocker is stated twice"))
        }
        try checkEnough(changes.compactMap(\.self), &outcome)
        for kept in blockers.indices where blockers[kept].code != .notYetExamined {
            let others = changes.indices.filter { $0 != kept }.compactMap { changes[$0] }
            let code = blockers[kept].code
            if Removal.orders.contains(code) {
                try checkOrder(kept, others, &outcome)
            } else if try isPlaced(after: others + [StateCopy.Change(roundsUp: code == .agencyQuota)], alone: true) {
                if isInseparable(code) {
                    outcome.inseparable += 1
                    continue
                }
                outcome.faults.append(fault("\(code.rawValue) (\(blockers[kept].message)) alone does not keep it: it is not needed"))
            }
            outcome.kept.append(code)
        }
        return outcome
    }

    /// Whose pieces are short is not said: with those of all others away a job may do without its victims', and a host of which nobody
    /// holds anything any more may change its label by itself.
    private func isInseparable(_ code: ReasonCode) -> Bool {
        let stated = Set(blockers.map(\.code))
        return switch code {
        case .waitingForPreempted: !stated.isDisjoint(with: Removal.pieces)
        case .waitingForLabel:
            stated.isSuperset(of: [.waitingForCores, .waitingForMemory])
                && copy.scheduler.policy.hostLabels.values.contains { $0.scrub == nil }
        default: false
        }
    }

    /// All taken away, and then what is known only once there is a node to be had.
    private func checkEnough(_ changes: [StateCopy.Change], _ outcome: inout Outcome) throws {
        var changes = changes
        for _ in 0..<ExplanationCheck.roundsMax {
            let scheduler = try passed(after: changes, alone: true)
            guard let now = scheduler.state.jobs[job.id], !now.state.isActive else { return }
            // What victims have left is kept for it until it starts: that keeps it from nothing.
            let left = try scheduler.explain(job.id, by: SimulatedPolicy.root, at: copy.now).blockers.filter { blocker in
                blocker.code != .waitingForPreempted || blocker.need != 0
            }
            let found = left.filter(ExplanationCheck.dependsOnNode)
            guard !found.isEmpty, found.count == left.count, !ExplanationCheck.isPlain(blockers) else {
                let rest = left.map(\.message).joined(separator: "; ")
                outcome.faults.append(fault("with all blockers taken away it is not placed, for \(rest)"))
                return
            }
            outcome.later += found.map(\.code)
            changes += found.compactMap { removal.change(for: $0) }
        }
        outcome.faults.append(fault("whatever is taken away, more is found"))
    }

    private static let roundsMax = 4

    /// Which ports are free, and what cores draw.
    private static func dependsOnNode(_ blocker: Blocker) -> Bool {
        blocker.code == .waitingForPorts || blocker.code == .agencyQuota && blocker.unit == "W"
    }

    /// Whether nothing physical is stated, so that the node is known.
    private static func isPlain(_ blockers: [Blocker]) -> Bool { blockers.allSatisfy { $0.code.tier < 4 } }

    /// What nothing but another policy or fleet helps: it is not even placed where nobody else is.
    private func checkHopeless() throws -> Outcome {
        var outcome = Outcome()
        outcome.stated = blockers.map(\.code)
        if try isPlaced(after: [removal.emptySite], alone: true) {
            outcome.faults.append(fault("it is said to be impossible, and is placed"))
        }
        return outcome
    }

    private func isPlaced(after changes: [StateCopy.Change], alone: Bool) throws -> Bool {
        try passed(after: changes, alone: alone).state.jobs[job.id]?.state.isActive ?? false
    }

    /// The changed state after its next pass.
    private func passed(after changes: [StateCopy.Change], alone: Bool) throws -> Scheduler {
        var whole = changes.reduce(into: StateCopy.Change()) { $0.join($1) }
        if alone {
            // A command that lets it in comes after the others are aside.
            var aside = removal.othersAside()
            aside.join(whole)
            whole = aside
        }
        let scheduler = try copy.changed(whole)
        try copy.pass(scheduler, for: job.id)
        return scheduler
    }

    /// The order stays as it is.
    private func checkOrder(_ kept: Int, _ others: [StateCopy.Change], _ outcome: inout Outcome) throws {
        let blocker = blockers[kept]
        guard blocker.code == .fairShare, let name = blocker.domain.flatMap({ try? AgencyName($0) }) else {
            if try isPlaced(after: others, alone: false) {
                outcome.faults.append(fault("\(blocker.code.rawValue) (\(blocker.message)) alone does not keep it: it is not needed"))
            }
            return
        }
        // What its own branch holds counts for its share, and stays.
        let spared = Set(copy.scheduler.state.jobs.all.filter { isOfOwnBranch($0.agency, besides: name) }.map(\.id))
        let changes = others.map { change in
            var change = change
            change.holdings = change.holdings.map { edit in { id, member in if !spared.contains(id) { edit(id, &member) } } }
            return change
        }
        guard try isPlaced(after: changes, alone: true) else {
            outcome.inseparable += 1
            return
        }
        let whole = changes.reduce(into: StateCopy.Change()) { $0.join($1) }
        let scheduler = try copy.changed(whole)
        _ = scheduler.takeOutput()
        scheduler.advance(to: copy.now)
        for entry in scheduler.takeOutput().entries {
            guard case .job(let id, .placed) = entry.record else { continue }
            if id == job.id {
                outcome.faults.append(fault("agency \(name) is said to go first, and this job is placed before any of its jobs"))
                return
            }
            if let other = scheduler.state.jobs[id], line(other.agency).contains(name) { return }
        }
    }

    private func line(_ agency: AgencyName) -> [AgencyName] {
        var line = [agency]
        while let parent = copy.scheduler.policy.agencies[line[line.count - 1]]?.parent { line.append(parent) }
        return line
    }

    /// Whether an agency stands in the part of the tree that is compared with the one that is said to go first.
    private func isOfOwnBranch(_ agency: AgencyName, besides name: AgencyName) -> Bool {
        let parent = copy.scheduler.policy.agencies[name]?.parent
        let own = line(job.agency)
        let branch = parent.flatMap { own.firstIndex(of: $0) }.map { $0 == 0 ? own[0] : own[$0 - 1] } ?? own[own.count - 1]
        return line(agency).contains(branch)
    }

    private func fault(_ what: String) -> String {
        let stated = blockers.map { "\($0.code.rawValue)[\($0.domain ?? "-")]: \($0.message)" }.joined(separator: "; ")
        return "job \(job.id) (\(explanation.request), \(job.state.rawValue)): \(what). Stated: \(stated)"
    }
}
