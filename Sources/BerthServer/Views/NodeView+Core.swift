import BerthAPI
import BerthModel
import BerthPlacement
import BerthScheduler

extension NodeView {
    private struct Board: Hashable {
        var kind: KindName
        var device: Int

        init?(_ placement: MemberPlacement) {
            guard let kind = placement.kind, let device = placement.devices.first else { return nil }
            (self.kind, self.device) = (kind, device)
        }
    }

    init(
        _ node: FleetNode, _ usage: NodeUsage, drain: SchedulerState.Drain?, health: NodeHealth?, label: NodeLabel?,
        holdings: [NodeHolders.Holding], catalogue: Catalogue
    ) {
        let idle = node.groups.reduce(node.hostIdle) { sum, group in
            sum + (catalogue.kinds[group.kind]?.power.idle ?? .zero) * group.devices.count
        }
        // A board with tenants reserves its whole figure, once.
        let boards = Set(holdings.compactMap { holding in holding.placement.part == nil ? nil : Board(holding.placement) })
        let sharedBoards = boards.reduce(Watts.zero) { sum, board in
            sum + (catalogue.kinds[board.kind].map { $0.power.max - $0.power.idle } ?? .zero)
        }
        let claimed = holdings.reduce(Watts.zero) { $0 + $1.placement.watts } + sharedBoards
        var seen: Set<JobID> = []
        let jobs = holdings.filter { $0.isVisible && seen.insert($0.job).inserted }.map { "\($0.job)" }
        self.init(
            name: node.name.text, state: NodeView.state(drain, health, label, isEmpty: holdings.isEmpty), place: node.place.text,
            label: label?.label?.text, reason: drain?.reason ?? NodeView.reason(health) ?? NodeView.reason(label), drainedBy: drain?.by,
            since: (drain?.since ?? (health?.admits ?? true ? label?.change?.since : health?.since)).map { "\($0)" },
            accelerators: usage.groups.enumerated().map { index, group in
                Accelerators(
                    kind: group.kind.text, total: group.installed, free: group.free,
                    modelled: node.groups[index].devices.contains { $0.isModelled })
            },
            coresTotal: usage.cores, coresFree: "\(CoreShare.cores(usage.cores) - usage.claimedCores)",
            memoryMebibytesTotal: Int(usage.memory.count >> 20),
            memoryMebibytesFree: Int((usage.memory.count - usage.claimedMemory.count) >> 20),
            watts: (idle + claimed).roundedUp, jobs: jobs, modelled: node.isModelled)
    }

    /// What an operator did is told before what happened: it is what keeps the node from coming back by itself.
    private static func state(_ drain: SchedulerState.Drain?, _ health: NodeHealth?, _ label: NodeLabel?, isEmpty: Bool) -> String {
        if health?.isDown ?? false { return "down" }
        guard drain == nil else { return isEmpty ? "drained" : "draining" }
        if health?.isFlapping ?? false { return "flapping" }
        return label?.change == nil ? "ready" : isEmpty ? "scrubbing" : "emptying"
    }

    private static func reason(_ label: NodeLabel?) -> String? {
        label?.change.map { "for \($0.to.map { "label \($0)" } ?? "jobs without a label")" }
    }

    private static func reason(_ health: NodeHealth?) -> String? {
        guard let health, !health.admits else { return nil }
        return health.isDown ? "silent" : "lost \(health.session) times, takes nothing before \(health.heldUntil.map { "\($0)" } ?? "")"
    }
}
