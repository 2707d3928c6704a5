import BerthModel
import BerthPlacement
import BerthPolicy

extension Scheduler {
    /// Adds to blockers what would clear them, and to the first physical one the change that would start the job now.
    /// - Parameter seeksChange: false for a job that waits for what is on its way to it.
    func detailed(
        _ blockers: [Blocker], shape: Int, spec: JobSpec, agency: Int, for id: JobID, in trial: Workspace, seeksChange: Bool
    ) -> [Blocker] {
        var (blockers, trial) = (blockers, trial)
        let request = trial.shapes[shape].request
        let given = seeksChange ? [] : Set(victims(of: id).map(\.id))
        let holders = holdersByDeadline.filter { !given.contains($0.id) }
        for index in blockers.indices where blockers[index].clearsWhen.isEmpty {
            blockers[index].clearsWhen = clearing(blockers[index], of: request, in: trial.core, heldBy: holders)
        }
        guard seeksChange, let first = blockers.firstIndex(where: { $0.code.tier >= 3 }), blockers[first].code != .notYetExamined else {
            return blockers
        }
        guard blockers[first].code != .reservedForOther else {
            // Tasks of an array keep the time that was found for all of them.
            guard id.task == nil else { return blockers }
            let time = timeLimits(passing: trial.reservations, spec).first { time in
                trial.wouldPlace(request, for: self.span(limit: time, grace: spec.grace), shape: shape, agency: agency, of: id)
            }
            blockers[first].hint = time.map { "--time \($0.short)" }
            return blockers
        }
        let span = trial.shapes[shape].span
        let search = Counterfactual(request, spec: spec, rules: rules, learnt: state.kindTimes) {
            trial.wouldPlace($0, for: span, shape: shape, agency: agency, of: id)
        }
        blockers[first].hint = search.smallestChange()
        return blockers
    }

    /// Events that would clear a physical blocker: the ends of those who hold what is short, the soonest first and as many as it
    /// takes, and what an operator can do.
    /// - Parameter holders: whose ends are still to come on the copy.
    private func clearing(_ blocker: Blocker, of request: PlacementRequest, in core: PlacementCore, heldBy holders: [Job]) -> [String] {
        let missing = max(1, (blocker.need ?? 1) - (blocker.have ?? 0))
        switch blocker.code {
        case .waitingForPower:
            let domain = power.domains.firstIndex { $0.name.text == blocker.domain }.map(DomainIndex.init)
            let ends = ends(of: holders, freeing: missing) { member in
                domain.map { self.draws(member, from: $0) } ?? false ? member.watts.roundedUp : 0
            }
            // What a board with tenants reserves is none of theirs alone: there a trial tells.
            return (ends.isEmpty ? self.ends(of: holders, admitting: request, on: core) : ends) + [
                "an operator raises the budget of \(blocker.domain ?? "the domain") by \(Watts(missing))"
            ]
        case .waitingForAccelerators, .waitingForTopology:
            // What ends elsewhere is of no use to members that stand together, nor what ends beside other tenants to a part of a board.
            guard request.together == nil, request.alternatives.allSatisfy({ $0.partition == nil }) else {
                return self.ends(of: holders, admitting: request, on: core)
            }
            let ends = ends(of: holders, freeing: missing) { member in
                // The end of one of a board's tenants may free nothing.
                member.kind?.text == blocker.domain && member.part == nil ? member.devices.count : 0
            }
            // A job may hold few devices and yet be all that breaks a whole set: then only a trial tells.
            return ends.isEmpty ? self.ends(of: holders, admitting: request, on: core) : ends
        case .waitingForCores:
            return ends(of: holders, freeing: missing) { blocker.concerns($0.node) ? $0.cores.count : 0 }
        case .waitingForMemory:
            return ends(of: holders, freeing: missing) { blocker.concerns($0.node) ? $0.memory.reduce(0) { $0 + $1.mebibytes } : 0 }
        case .waitingForNodes:
            return clearingNodes
        case .waitingForLabel:
            return ["a host of another label is idle, is scrubbed, and then has this one"] + changingNodes
        default:
            return []
        }
    }

    private var clearingNodes: [String] {
        let drained = state.drains.keys.sorted().map { "node \($0) is undrained" }
        let lost = state.nodes.filter { !$0.value.admits }.sorted { $0.key < $1.key }.map { node, health in
            health.isDown ? "node \(node) is heard again" : "node \(node) stays until \(health.heldUntil?.clockText ?? "then")"
        }
        return Array((drained + lost + changingNodes).prefix(Scheduler.namedMax))
    }

    private var changingNodes: [String] {
        state.labels.sorted { $0.key < $1.key }.compactMap { node, label in
            guard let change = label.change else { return nil }
            let isIdle = nodePositions[node].map { work.core.isIdle(NodeIndex($0)) } ?? false
            let label = change.to?.text ?? "jobs without a label"
            return "node \(node) \(isIdle ? "has been scrubbed" : "is empty, and was scrubbed,") for \(label)"
        }.prefix(Scheduler.namedMax).map(\.self)
    }

    /// Enough to act on, few enough to read.
    private static let namedMax = 3

    private func draws(_ member: MemberPlacement, from domain: DomainIndex) -> Bool {
        nodePositions[member.node].map { power.paths[$0].contains(domain) } ?? false
    }

    /// The jobs whose ends free so much, if they end in the order of their deadlines; one sentence, or none when all of them do not.
    private func ends(of holders: [Job], freeing missing: Int, amount: (MemberPlacement) -> Int) -> [String] {
        var freed = 0
        var needed: [Job] = []
        for job in holders where freed < missing {
            let held = job.placements.reduce(0) { $0 + amount($1) }
            guard held > 0 else { continue }
            needed.append(job)
            freed += held
        }
        return freed >= missing ? sentence(needed) : []
    }

    /// The jobs whose ends let a request in, if they end in the order of their deadlines: found by giving back on copies of the core.
    /// - Complexity: O(log holders + `trialsMax`) plans.
    private func ends(of holders: [Job], admitting request: PlacementRequest, on core: PlacementCore) -> [String] {
        func admits(after jobs: some Sequence<Job>) -> Bool {
            let copy = core.copy()
            for job in jobs { copy.release(job.placements) }
            return copy.claimIfFits(request) != nil
        }
        guard admits(after: holders) else { return [] }
        var (refused, admitted) = (0, holders.count)
        while admitted - refused > 1 {
            let middle = refused + (admitted - refused) / 2
            if admits(after: holders.prefix(middle)) { admitted = middle } else { refused = middle }
        }
        var needed = Array(holders.prefix(admitted))
        for index in needed.indices.dropLast().reversed().prefix(Scheduler.trialsMax) {
            var fewer = needed
            fewer.remove(at: index)
            if admits(after: fewer) { needed = fewer }
        }
        return sentence(needed)
    }

    /// Jobs that are tried for whether their end is needed: one plan each.
    private static let trialsMax = 64

    var holdersByDeadline: [Job] {
        state.jobs.all.filter(\.state.isActive).sorted { left, right in
            (left.deadline?.milliseconds ?? .max, left.id) < (right.deadline?.milliseconds ?? .max, right.id)
        }
    }

    private func sentence(_ needed: [Job]) -> [String] {
        guard let last = needed.last else { return [] }
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
