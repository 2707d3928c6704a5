import BerthModel
import BerthPlacement
import BerthPolicy

/// Which hosts change their label, and to what: found by placing the jobs that wait on copies of the core on which idle hosts have
/// changed already.
extension Scheduler {
    struct LabelChange: Hashable {
        var node: NodeName
        /// Nil: no label.
        var to: LabelName?
    }

    /// Jobs of the queue that are looked at.
    private static let lookedAtMax = 256

    /// - Complexity: O(nodes) for each label that jobs wait for, a claim for each job looked at, and where hosts must be emptied
    ///   O(active jobs).
    func labelChanges() -> [LabelChange] {
        var trials: [UInt8: PlacementCore] = [:]
        var (changes, promised): ([LabelChange], Set<Int>) = ([], [])
        var refused: Set<LaneKey> = []
        var waiting: [Job] = []
        func seek(_ request: PlacementRequest, to label: LabelName?) -> Bool {
            let trial = trials[request.label] ?? labelTrial(request.label, without: promised)
            trials[request.label] = trial
            guard let members = trial.claimIfFits(request) else { return false }
            for position in Set(members.compactMap { nodePositions[$0.node] }).sorted() where changesLabel(position, to: request.label) {
                guard promised.insert(position).inserted else { continue }
                changes.append(LabelChange(node: fleet.nodes[position].name, to: label))
                for (other, trial) in trials where other != request.label { trial.setAdmitting(NodeIndex(position), false) }
            }
            return true
        }
        for (request, label) in displacedRequests { _ = seek(request, to: label) }
        for id in work.order(limit: Scheduler.lookedAtMax, at: clock) where !work.isAtArrayLimit(id.number) {
            guard let job = state.jobs[id], let key = ticket(of: job)?.key, !refused.contains(key) else { continue }
            guard let permitted = permittedRequest(key), !seek(permitted, to: job.spec.hostLabel) else { continue }
            refused.insert(key)
            waiting.append(job)
        }
        return changes.isEmpty ? emptying(for: waiting) : changes
    }

    /// Of replicas whose nodes were lost, one by one: they stand in no queue, and go before all that do.
    private var displacedRequests: [(PlacementRequest, to: LabelName?)] {
        work.displaced.sorted { $0.key < $1.key }.flatMap { id, service -> [(PlacementRequest, to: LabelName?)] in
            var key = service.ticket.key
            key.shape = service.shape
            guard let job = state.jobs[id], var request = permittedRequest(key) else { return [] }
            return service.members.prefix(Scheduler.lookedAtMax).map { member in
                request.members = [member]
                return (request, to: job.spec.hostLabel)
            }
        }
    }

    /// What an agency's limits leave of a shape; nil for nothing.
    private func permittedRequest(_ key: LaneKey) -> PlacementRequest? {
        var request = work.shapes[key.shape].request
        request.alternatives = work.permitted(request, key.agency).all
        return request.alternatives.isEmpty ? nil : request
    }

    private func changesLabel(_ position: Int, to label: UInt8) -> Bool {
        work.core.label(of: NodeIndex(position)) != label && state.labels[fleet.nodes[position].name]?.change == nil
    }

    /// A copy on which all idle hosts have a label, besides those that are about to get it.
    private func labelTrial(_ label: UInt8, without promised: Set<Int>) -> PlacementCore {
        let copy = work.core.copy()
        let kept = work.keptHosts(from: label)
        for (position, node) in fleet.nodes.enumerated() {
            let index = NodeIndex(position)
            if promised.contains(position) {
                copy.setAdmitting(index, false)
            } else if let change = state.labels[node.name]?.change {
                if rules.labelNumbers[change.to] == label, isUsable(node.name) { give(index, label, on: copy) }
            } else if !kept.contains(position) {
                take(index, for: label, on: copy)
            }
        }
        return copy
    }

    /// Gives an idle host to a label, where it is not its own and takes members.
    /// - Returns: whether it was given.
    @discardableResult
    private func take(_ node: NodeIndex, for label: UInt8, on copy: PlacementCore) -> Bool {
        guard copy.isAdmitting(node), copy.label(of: node) != label, copy.isIdle(node) else { return false }
        give(node, label, on: copy)
        return true
    }

    private func give(_ node: NodeIndex, _ label: UInt8, on copy: PlacementCore) {
        copy.setAdmitting(node, false)
        if copy.setLabel(node, label) { copy.setAdmitting(node, true) }
    }

    // MARK: Hosts that are not idle

    /// Hosts that are to be emptied, where the policy keeps room for jobs that wait: for the first whose label has too few hosts to hold it
    /// even when they are empty. Others wait for the hosts of their label. One set of hosts at a time.
    private func emptying(for waiting: [Job]) -> [LabelChange] {
        guard policy.backfill.method != .none, !state.labels.values.contains(where: { $0.change != nil }) else { return [] }
        for job in waiting where clock - job.submittedAt >= policy.backfill.after {
            guard let key = ticket(of: job)?.key, let request = permittedRequest(key), !ownHostsHold(request) else { continue }
            return emptying(request, to: job.spec.hostLabel)
        }
        return []
    }

    private func ownHostsHold(_ request: PlacementRequest) -> Bool {
        let empty = work.core.emptied()
        for position in fleet.nodes.indices where work.core.label(of: NodeIndex(position)) != request.label {
            empty.setAdmitting(NodeIndex(position), false)
        }
        var unlabelled = request
        unlabelled.label = 0
        return empty.claimIfFits(unlabelled) != nil
    }

    /// Those on which everything ends soonest.
    private func emptying(_ request: PlacementRequest, to label: LabelName?) -> [LabelChange] {
        let trial = labelTrial(request.label, without: [])
        let kept = work.keptHosts(from: request.label)
        for holder in holdersByDeadline {
            // What never ends empties no host.
            guard holder.deadline != nil else { break }
            trial.release(holder.placements)
            let nodes = Set(holder.placements.compactMap { nodePositions[$0.node] }).subtracting(kept)
            guard nodes.sorted().contains(where: { take(NodeIndex($0), for: request.label, on: trial) }) else { continue }
            guard let members = trial.claimIfFits(request) else { continue }
            let used = Set(members.compactMap { nodePositions[$0.node] }).sorted()
            return used.filter { changesLabel($0, to: request.label) }.map { LabelChange(node: fleet.nodes[$0].name, to: label) }
        }
        return []
    }
}

extension Workspace {
    /// Hosts that are kept for jobs of other labels: idle as they are, they are not to be had.
    func keptHosts(from label: UInt8) -> Set<Int> {
        let others = reservations.all.filter { shapes[$0.ticket.key.shape].request.label != label }
        return Set(others.flatMap(\.nodes).map(\.value))
    }
}
