import BerthModel
import BerthScheduler

/// Messages: late, doubled, lost, and out of order as far as the port lets them be.
extension FaultRun {
    private var isFaulty: Bool { phase == .safety }

    private func latency() -> Int64 {
        guard isFaulty, nodeChance.happens(perMillion: 4000) else { return Int64(nodeChance.between(1, 25)) }
        strike("message delayed")
        // Some for longer than a node is waited for.
        return Int64(nodeChance.between(500, nodeChance.happens(percent: 10) ? 3 * Int(lease) : 45_000))
    }

    private func isLost(_ what: String) -> Bool {
        guard isFaulty, nodeChance.happens(perMillion: 6000) else { return false }
        strike(what)
        return true
    }

    /// Sends on what the scheduler asked its executor for.
    func send(_ call: FleetExecutor.Call) {
        switch call {
        case .start(let order):
            guard let node = ledger.positions[order.node] else { return ledger.blame("run \(order.run) is to start on \(order.node)") }
            nodeOf[order.run] = node
            send(.start(NodeOrder(order)), to: node)
        case .stop(let run, let grace): if let node = nodeOf[run] { send(.stop(run, grace: grace.milliseconds), to: node) }
        case .forget(let runs): for run in runs { if let node = nodeOf[run] { send(.forget(run), to: node) } }
        case .scrub(let order):
            if let node = ledger.positions[order.node] { send(.scrub(number: order.number, time: order.time.milliseconds), to: node) }
        case .renew(let name, let beat, let session):
            if let node = ledger.positions[name] { send(.renew(beat: beat, session: session), to: node) }
        }
    }

    private func send(_ message: NodeMessage, to node: Int) {
        guard !isLost("message to a node lost") else { return }
        var moment = now + latency()
        if let run = message.run {
            moment = max(moment, nodes[node].callFloors[run] ?? 0)
            nodes[node].callFloors[run] = moment
        }
        heap.add(.toNode(node, message, life: life), at: moment)
        guard isFaulty, nodeChance.happens(perMillion: 4000) else { return }
        strike("message to a node doubled")
        heap.add(.toNode(node, message, life: life), at: moment + Int64(nodeChance.below(50)))
        if let run = message.run { nodes[node].callFloors[run] = moment + 50 }
    }

    func deliver(_ message: NodeMessage, to node: Int, from sender: Int) {
        // The connections of a daemon that died are gone; the last words may have come through.
        if sender != life || committer == nil, committer != nil || faultChance.happens(percent: 50) {
            return count("messages of a dead daemon")
        }
        if isHeld(message, to: node, from: sender) { return }
        guard nodes[node].isReachable(at: now) else { return count("messages to a silent node") }
        events += 1
        history.add(.message(now, node, message))
        take(message, on: node)
    }

    /// What is sent into a cut may come through after it, as long as nothing overtakes it that is about the same run.
    private func isHeld(_ message: NodeMessage, to node: Int, from sender: Int) -> Bool {
        if let run = message.run, let floor = nodes[node].heldCalls[run], floor > now {
            heap.add(.toNode(node, message, life: sender), at: floor)
            return true
        }
        guard isFaulty, now < nodes[node].cutUntil, nodeChance.happens(percent: 40) else { return false }
        strike("message held by a cut")
        let moment = nodes[node].cutUntil + Int64(nodeChance.between(1, 40_000))
        if let run = message.run {
            nodes[node].callFloors[run] = max(moment, nodes[node].callFloors[run] ?? 0)
            nodes[node].heldCalls[run] = moment
        }
        heap.add(.toNode(node, message, life: sender), at: moment)
        return true
    }

    /// Sends a report about a run.
    func report(_ report: ExecutorReport, _ kept: Int, on node: Int) {
        guard nodes[node].isReachable(at: now), !isLost("report lost") else { return }
        let moment = max(now + latency(), nodes[node].contactArrives, nodes[node].kept[kept].floor)
        nodes[node].kept[kept].floor = moment
        post(report, from: node, at: moment)
        guard isFaulty, nodeChance.happens(perMillion: 4000) else { return }
        strike("report doubled")
        let again = moment + Int64(nodeChance.below(50))
        nodes[node].kept[kept].floor = again
        post(report, from: node, at: again)
    }

    func report(_ contact: NodeContact, on node: Int) {
        guard nodes[node].isReachable(at: now), !isLost("contact lost") else { return }
        let moment = max(now + latency(), nodes[node].lastArrives)
        nodes[node].contactArrives = moment
        post(.contact(contact), from: node, at: moment)
        guard isFaulty, nodeChance.happens(perMillion: 4000) else { return }
        strike("contact doubled")
        post(.contact(contact), from: node, at: moment + Int64(nodeChance.below(5000)))
    }

    /// Sends a report about a scrub: one that overtakes others does no harm.
    func reportScrub(_ report: ExecutorReport, on node: Int) {
        guard nodes[node].isReachable(at: now), !isLost("scrub report lost") else { return }
        post(report, from: node, at: max(now + latency(), nodes[node].contactArrives))
        guard isFaulty, nodeChance.happens(percent: 2) else { return }
        strike("scrub report doubled")
        post(report, from: node, at: now + Int64(nodeChance.between(25, 60_000)))
    }

    private func post(_ report: ExecutorReport, from node: Int, at moment: Int64) {
        if case .contact = report {} else { nodes[node].lastArrives = max(nodes[node].lastArrives, moment) }
        heap.add(.toDaemon(report, life: life), at: moment)
    }
}
