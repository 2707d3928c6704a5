import BerthModel
import BerthScheduler

/// What nodes and their keepers do.
extension FaultRun {
    func take(_ message: NodeMessage, on node: Int) {
        switch message {
        case .start(let order): start(order, on: node)
        case .stop(let run, let grace): stop(run, grace: grace, on: node)
        case .forget(let run):
            guard let kept = nodes[node].position(of: run), case .ended = nodes[node].kept[kept].state else { return }
            nodes[node].kept.remove(at: kept)
            nodes[node].callFloors[run] = nil
            nodes[node].heldCalls[run] = nil
            nodeOf[run] = nil
        case .scrub(let number, let time): scrub(number, for: time, on: node)
        case .renew(let beat, let session):
            fence(node, session)
            guard let sent = nodes[node].sent.first(where: { $0.beat == beat }) else { return }
            let end = sent.moment + lease
            guard end > nodes[node].leaseEnd else { return }
            if nodes[node].leaseEnd <= now { heap.add(.leaseEnd(node), at: end) }
            nodes[node].leaseEnd = end
        }
    }

    private func start(_ order: NodeOrder, on node: Int) {
        guard now < nodes[node].leaseEnd else { return count("orders without a lease") }
        guard order.session >= nodes[node].session else { return count("orders of an earlier session") }
        fence(node, order.session)
        guard nodes[node].position(of: order.run) == nil else { return }
        nodes[node].kept.append(SimulatedNode.Kept(order: order, state: .starting))
        let isFaulty = phase == .safety
        if isFaulty, nodeChance.happens(percent: 2) {
            strike("start failed")
            return plan(.failToBegin, nodes[node].kept.count - 1, on: node, in: Int64(nodeChance.between(10, 3000)))
        }
        var delay = Int64(nodeChance.between(10, 300))
        if isFaulty, nodeChance.happens(percent: 2) {
            strike("slow start")
            delay = Int64(nodeChance.between(3000, 90_000))
        }
        plan(.begin, nodes[node].kept.count - 1, on: node, in: delay)
    }

    /// Every plan makes the ones before it void.
    private func plan(_ step: FaultEvent.Step, _ kept: Int, on node: Int, in delay: Int64) {
        nodes[node].kept[kept].plan += 1
        heap.add(.step(node, nodes[node].kept[kept].order.run, step, plan: nodes[node].kept[kept].plan), at: now + max(1, delay))
    }

    private func stop(_ run: RunID, grace: Int64, on node: Int) {
        guard let kept = nodes[node].position(of: run) else {
            var order = SimulatedNode.Kept(
                order: NodeOrder(unstarted: run), state: .ended(.failedToStart("it was told to end before it was started")))
            order.floor = now
            nodes[node].kept.append(order)
            return report(.exited(run, .failedToStart("it was told to end before it was started")), nodes[node].kept.count - 1, on: node)
        }
        switch nodes[node].kept[kept].state {
        case .ended(let outcome): report(.exited(run, outcome), kept, on: node)
        case .starting: end(kept, .failedToStart("it was told to end before it was started"), on: node)
        case .running where nodes[node].kept[kept].isFenced: break
        case .running:
            let heeds = nodeChance.happens(percent: 80)
            let delay = heeds ? Int64(nodeChance.between(1, Int(grace) + 1)) : grace
            plan(.end(.signalled(signal: heeds ? 15 : 9)), kept, on: node, in: delay)
        }
    }

    func take(_ step: FaultEvent.Step, of run: RunID, on node: Int, plan: Int) {
        guard nodes[node].isUp, let kept = nodes[node].position(of: run) else { return }
        let isProbe = if case .running = nodes[node].kept[kept].state { true } else { false }
        switch step {
        case .ready, .unready:
            guard isProbe else { return }
            if case .ready = step { probe(kept, true, on: node) } else { probe(kept, false, on: node) }
        case .begin:
            guard nodes[node].kept[kept].plan == plan, case .starting = nodes[node].kept[kept].state else { return }
            begin(kept, on: node)
        case .failToBegin:
            guard nodes[node].kept[kept].plan == plan else { return }
            end(kept, .failedToStart("no such program"), on: node)
        case .end(let outcome):
            guard nodes[node].kept[kept].plan == plan else { return }
            end(kept, outcome, on: node)
        }
    }

    private func begin(_ kept: Int, on node: Int) {
        let order = nodes[node].kept[kept].order
        pids += 1
        nodes[node].kept[kept].state = .running(pid: pids)
        ledger.begin(order.run, on: node)
        report(.started(order.run, pid: pids), kept, on: node)
        // A run that hangs hears neither its own end nor its limit, only the scheduler's backstop.
        let hangs = phase == .safety && order.timeLimit != nil && nodeChance.happens(percent: 1)
        if hangs { strike("run hangs") }
        let (own, limit) = (order.duration, order.timeLimit)
        if !hangs, let limit, limit < own ?? .max {
            plan(.end(.timedOut), kept, on: node, in: limit)
        } else if !hangs, let own {
            plan(.end(.exited(code: order.exit)), kept, on: node, in: own)
        } else if order.isService, phase == .safety {
            endReplica(kept, of: order.run.job, on: node)
        }
        guard order.hasProbe else { return }
        heap.add(.step(node, order.run, .ready, plan: 0), at: now + Int64(nodeChance.between(100, 8000)))
        if phase == .safety, nodeChance.happens(percent: 20) {
            heap.add(.step(node, order.run, .unready, plan: 0), at: now + Int64(nodeChance.between(9000, 60_000)))
            heap.add(.step(node, order.run, .ready, plan: 0), at: now + Int64(nodeChance.between(60_000, 90_000)))
        }
    }

    /// Replicas end by themselves now and then; those of every fourth service soon after each start, again and again.
    private func endReplica(_ kept: Int, of id: JobID, on node: Int) {
        let outcome: RunOutcome = nodeChance.happens(percent: 50) ? .exited(code: 1) : .signalled(signal: 11)
        if id.number.isMultiple(of: 4) {
            plan(.end(outcome), kept, on: node, in: Int64(nodeChance.between(200, 4000)))
        } else if nodeChance.happens(percent: 30) {
            plan(.end(outcome), kept, on: node, in: Int64(nodeChance.between(500, 200_000)))
        }
    }

    private func probe(_ kept: Int, _ isReady: Bool, on node: Int) {
        guard nodes[node].kept[kept].isReady != isReady else { return }
        nodes[node].kept[kept].isReady = isReady
        let run = nodes[node].kept[kept].order.run
        report(isReady ? .ready(run) : .unready(run, why: "503"), kept, on: node)
    }

    private func end(_ kept: Int, _ outcome: RunOutcome, on node: Int) {
        let run = nodes[node].kept[kept].order.run
        if case .running = nodes[node].kept[kept].state { ledger.end(run) }
        if case .ended = nodes[node].kept[kept].state { return }
        nodes[node].kept[kept].state = .ended(outcome)
        nodes[node].kept[kept].plan += 1
        report(.exited(run, outcome), kept, on: node)
    }

    /// A later session than the node knew: whatever is of an earlier one ends at once.
    private func fence(_ node: Int, _ session: Int) {
        guard session > nodes[node].session else { return }
        nodes[node].session = session
        for kept in nodes[node].kept.indices where nodes[node].kept[kept].order.session < session { end(kept, .lost, on: node) }
    }

    /// The node's own lease may be over: then it ends what it runs, within the time that it has for that.
    func checkLease(of node: Int) {
        guard nodes[node].isUp else { return }
        guard nodes[node].leaseEnd <= now else { return heap.add(.leaseEnd(node), at: nodes[node].leaseEnd) }
        if !nodes[node].kept.isEmpty { count("leases over on a node") }
        for kept in nodes[node].kept.indices {
            switch nodes[node].kept[kept].state {
            case .ended: break
            case .starting: end(kept, .lost, on: node)
            case .running where nodes[node].kept[kept].isFenced: break
            case .running:
                nodes[node].kept[kept].isFenced = true
                plan(.end(.lost), kept, on: node, in: Int64(nodeChance.between(1, 18_000)))
            }
        }
    }

    func beat(_ node: Int) {
        heap.add(.beat(node), at: now + lease / 3 - Int64(nodeChance.below(Int(lease / 20))))
        contact(node)
    }

    func contact(_ node: Int) {
        guard nodes[node].isReachable(at: now) else { return }
        nodes[node].beat += 1
        nodes[node].sent.append((nodes[node].beat, now))
        if nodes[node].sent.count > SimulatedNode.beatsRemembered { nodes[node].sent.removeFirst() }
        let runs = nodes[node].kept.map { kept in
            let state: NodeContact.State =
                switch kept.state {
                case .starting: .starting
                case .running(let pid): .running(pid: pid, isReady: kept.isReady)
                case .ended(let outcome): .ended(outcome)
                }
            return NodeContact.Run(kept.order.run, state)
        }
        report(NodeContact(node: world.fleet.nodes[node].name, beat: nodes[node].beat, boot: nodes[node].boot, runs: runs), on: node)
    }

    /// The host is gone, with all that ran there. What its keeper wrote down stays.
    func goDown(_ node: Int, for duration: Int64) {
        guard nodes[node].isUp else { return }
        nodes[node].isUp = false
        if nodes[node].scrub.atWork != nil { ledger.endScrub(on: node) }
        nodes[node].scrub.atWork = nil
        for kept in nodes[node].kept.indices {
            let run = nodes[node].kept[kept].order.run
            if case .ended = nodes[node].kept[kept].state { continue }
            if case .running = nodes[node].kept[kept].state { ledger.end(run) }
            nodes[node].kept[kept].state = .ended(.lost)
            nodes[node].kept[kept].plan += 1
        }
        heap.add(.nodeUp(node), at: now + duration)
    }

    func comeUp(_ node: Int) {
        guard !nodes[node].isUp else { return }
        nodes[node].isUp = true
        nodes[node].boot += 1
        nodes[node].leaseEnd = 0
        // A keeper that starts does not know when its earlier contacts were sent.
        nodes[node].sent = []
        contact(node)
    }
}

extension NodeOrder {
    /// A run that was told to end before its order came: its order is never taken.
    init(unstarted run: RunID) {
        self.run = run
        session = .max
        exit = 0
        hasProbe = false
        isService = false
    }
}
