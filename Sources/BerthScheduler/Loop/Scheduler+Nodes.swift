import BerthModel
import BerthPlacement

/// Nodes that are lost and come back.
extension Scheduler {
    /// Gives every node that is not down its first lease.
    func startWatch() {
        guard watch?.isStarted == false else { return }
        watch?.isStarted = true
        pages.isWatchDue = false
        for position in fleet.nodes.indices where !(state.nodes[fleet.nodes[position].name]?.isDown ?? false) { lease(position) }
        for (node, health) in state.nodes.sorted(by: { $0.key < $1.key }) where health.isFlapping {
            if let until = health.heldUntil { timers.add(.steady(node), at: until) }
        }
    }

    /// A node has one timer, which is set again when it turns out to be early.
    private func lease(_ position: Int) {
        guard let duration = watch?.lease else { return }
        watch?.ends[position] = clock + duration
        timers.add(.lease(position), at: clock + duration)
    }

    /// The lease of a node may be over.
    func checkLease(_ position: Int) {
        guard let end = watch?.ends[position], !isDown(fleet.nodes[position].name) else { return }
        if end > clock { timers.add(.lease(position), at: end) } else { lose(position) }
    }

    /// The session that orders to a node belong to; nil while it is down.
    func session(of node: NodeName) -> Int? {
        guard let health = state.nodes[node] else { return 0 }
        return health.isDown ? nil : health.session
    }

    func isDown(_ node: NodeName) -> Bool { state.nodes[node]?.isDown ?? false }

    /// Whether nodes take new members follows from drains and losses.
    func refreshAdmission(_ node: NodeName) {
        guard let position = nodePositions[node] else { return }
        work.setAdmitting(NodeIndex(position), state.drains[node] == nil && state.nodes[node]?.admits ?? true)
    }

    /// By its own lease the node has ended all that it ran, so it is over, and what it held is free at once for other nodes' sake: watts of
    /// a rack, the limits of an agency.
    func lose(_ position: Int) {
        let node = fleet.nodes[position].name
        record(.nodeLost(node))
        refreshAdmission(node)
        for id in watch?.jobs[position].sorted() ?? [] {
            guard let job = state.jobs[id] else { continue }
            for member in job.members where member.isLive && member.placement.node == node {
                record(.job(id, .exited(job.runID(of: member), .lost)))
            }
            if job.terms.jobClass == .service, job.state != .stopping { displaceReplicas(of: id, from: node) }
            settle(id)
        }
        wakeDependents()
    }

    /// Replicas are not restarted where they were, for nobody knows when the node is back; the others of the service run on.
    private func displaceReplicas(of id: JobID, from node: NodeName) {
        guard let job = state.jobs[id] else { return }
        for member in job.members where member.isPlaced && member.placement.node == node {
            work.giveBackReplica(member.placement, of: job, from: ticket(of: job))
            record(.job(id, .displaced(job.runID(of: member))))
        }
        watch?.jobs[nodePositions[node] ?? 0].remove(id)
    }

    /// A node that was lost is heard again.
    func comeBack(_ position: Int) {
        let node = fleet.nodes[position].name
        guard let health = state.nodes[node], health.isDown else { return }
        let until = health.hold(at: max(clock, state.time))
        record(.nodeBack(node, heldUntil: until))
        if let until { timers.add(.steady(node), at: until) }
        refreshAdmission(node)
        lease(position)
    }

    /// A node's time without new members may be over.
    func checkHold(_ node: NodeName) {
        guard let health = state.nodes[node], health.isFlapping, let until = health.heldUntil, until <= clock else { return }
        record(.nodeSteady(node))
        refreshAdmission(node)
    }

    /// Remembers where a job has members.
    func watch(_ placements: [MemberPlacement], of id: JobID) {
        guard watch != nil else { return }
        for placement in placements { if let position = nodePositions[placement.node] { watch?.jobs[position].insert(id) } }
    }

    func unwatch(_ placements: [MemberPlacement], of id: JobID) {
        guard watch != nil else { return }
        for placement in placements { if let position = nodePositions[placement.node] { watch?.jobs[position].remove(id) } }
    }
}
