import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Adds to blockers what would clear them, and to the first physical one the change that would start the job now.
    func detailed(_ blockers: [Blocker], shape: Shape, spec: JobSpec, agency: AgencyName, in trial: Workspace) -> [Blocker] {
        var blockers = blockers
        for index in blockers.indices where blockers[index].clearsWhen.isEmpty { blockers[index].clearsWhen = clearing(blockers[index]) }
        guard let first = blockers.firstIndex(where: { $0.code.tier >= 3 }), blockers[first].code != .notYetExamined else { return blockers }
        let search = Counterfactual(shape.request, spec: spec, rules: rules) { request in
            let (permitted, _) = trial.withinQuota(request, agency)
            return permitted.map(trial.core.plan) ?? .blocked([])
        }
        blockers[first].hint = search.smallestChange()
        return blockers
    }

    /// Events that would clear a physical blocker: the ends of those who hold what is short, the soonest first, and what an operator can do.
    private func clearing(_ blocker: Blocker) -> [String] {
        switch blocker.code {
        case .waitingForPower:
            let domain = blocker.domain.flatMap { name in power.domains.firstIndex { $0.name.text == name } }.map(DomainIndex.init)
            let ends = ends(ofHolders: { member in domain.map { self.draws(member, from: $0) } ?? true })
            let missing = max(0, (blocker.need ?? 0) - (blocker.have ?? 0))
            return ends + ["an operator raises the budget of \(blocker.domain ?? "the domain") by \(Watts(missing))"]
        case .waitingForAccelerators, .waitingForTopology:
            return ends(ofHolders: { $0.kind?.text == blocker.domain || self.rules.deviceCounts[$0.kind ?? KindName(literal: "none")] != nil && blocker.domain == nil })
        case .waitingForCores, .waitingForMemory, .waitingForPorts:
            return ends(ofHolders: { _ in true })
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

    private func ends(ofHolders holds: (MemberPlacement) -> Bool) -> [String] {
        let holders = state.jobs.all.filter { job in job.state.isActive && job.members.contains { holds($0.placement) } }
        let sooner = holders.sorted { left, right in
            (left.deadline?.milliseconds ?? .max, left.id) < (right.deadline?.milliseconds ?? .max, right.id)
        }
        return sooner.prefix(Scheduler.namedMax).map { job in
            "\(job.id) ends" + (job.deadline.map { " (at the latest \($0.clockText))" } ?? " (it has no time limit)")
        }
    }
}
