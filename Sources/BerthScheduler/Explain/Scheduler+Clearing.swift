import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Adds to blockers what would clear them, and to the first physical one the change that would start the job now.
    func detailed(_ blockers: [Blocker], shape: Shape, spec: JobSpec, agency: AgencyName, in trial: Workspace) -> [Blocker] {
        var blockers = blockers
        for index in blockers.indices where blockers[index].clearsWhen.isEmpty { blockers[index].clearsWhen = clearing(blockers[index]) }
        guard let first = blockers.firstIndex(where: { $0.code.tier >= 3 }), blockers[first].code != .notYetExamined else {
            return blockers
        }
        let search = Counterfactual(shape.request, spec: spec, rules: rules) { request in
            let (permitted, _) = trial.withinQuota(request, agency)
            return permitted.map(trial.core.plan) ?? .blocked([])
        }
        blockers[first].hint = search.smallestChange()
        return blockers
    }

    /// Events that would clear a physical blocker: the ends of those who hold what is short, the soonest first and as many as it
    /// takes, and what an operator can do.
    private func clearing(_ blocker: Blocker) -> [String] {
        let missing = max(1, (blocker.need ?? 1) - (blocker.have ?? 0))
        switch blocker.code {
        case .waitingForPower:
            let domain = power.domains.firstIndex { $0.name.text == blocker.domain }.map(DomainIndex.init)
            let ends = ends(freeing: missing) { member in domain.map { self.draws(member, from: $0) } ?? false ? member.watts.roundedUp : 0
            }
            return ends + ["an operator raises the budget of \(blocker.domain ?? "the domain") by \(Watts(missing))"]
        case .waitingForAccelerators, .waitingForTopology:
            return ends(freeing: missing) { $0.kind?.text == blocker.domain ? $0.devices.count : 0 }
        case .waitingForCores:
            return ends(freeing: missing) { blocker.concerns($0.node) ? $0.cores.count : 0 }
        case .waitingForMemory:
            return ends(freeing: missing) { blocker.concerns($0.node) ? $0.memory.reduce(0) { $0 + $1.mebibytes } : 0 }
        case .waitingForNodes:
            return state.drains.keys.sorted().prefix(Scheduler.namedMax).map { "node \($0) is undrained" }
        default:
            return []
        }
    }

    /// Enough to act on, few enough to read.
    private static let namedMax = 3

    private func draws(_ member: MemberPlacement, from domain: DomainIndex) -> Bool {
        nodePositions[member.node].map { power.paths[$0].contains(domain) } ?? false
    }

    /// The jobs whose ends free so much, if they end in the order of their deadlines; one sentence, or none when all of them do not.
    private func ends(freeing missing: Int, amount: (MemberPlacement) -> Int) -> [String] {
        let holders = state.jobs.all.compactMap { job -> (job: Job, amount: Int)? in
            guard job.state.isActive else { return nil }
            let held = job.members.reduce(0) { $0 + amount($1.placement) }
            return held > 0 ? (job, held) : nil
        }
        let sooner = holders.sorted { left, right in
            (left.job.deadline?.milliseconds ?? .max, left.job.id) < (right.job.deadline?.milliseconds ?? .max, right.job.id)
        }
        var freed = 0
        var needed: [Job] = []
        for holder in sooner where freed < missing {
            needed.append(holder.job)
            freed += holder.amount
        }
        guard freed >= missing, let last = needed.last else { return [] }
        let names = needed.prefix(Scheduler.namedMax).map(\.id.description).joined(separator: ", ")
        let more = needed.count > Scheduler.namedMax ? " and \(needed.count - Scheduler.namedMax) more" : ""
        let moment =
            last.deadline.map { "at the latest \($0.clockText)" } ?? (needed.count == 1 ? "it has no time limit" : "one has no time limit")
        return ["\(names)\(more) \(needed.count == 1 ? "ends" : "end") (\(moment))"]
    }
}

extension Blocker {
    /// Whether what is short is short on this node, or everywhere.
    fileprivate func concerns(_ node: NodeName) -> Bool { domain == node.text || domain == Place.site.text }
}
