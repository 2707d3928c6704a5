import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Faults of nodes, and their end.
extension FaultRun {
    func nextFault() {
        guard phase == .safety else { return }
        // About as many for each node, however many there are: each node meets one every twenty minutes.
        heap.add(.fault, at: now + Int64(max(1, faultChance.between(1, 2_400_000 / nodes.count))))
        let node = faultChance.below(nodes.count)
        switch faultChance.below(10) {
        case 0...1:
            strike("node died")
            goDown(node, for: Int64(faultChance.between(1000, 1_200_000)))
        case 2...3:
            strike("node restarted")
            goDown(node, for: Int64(faultChance.between(500, 30_000)))
        case 4...6:
            strike("node cut off")
            nodes[node].cutUntil = max(nodes[node].cutUntil, now + Int64(faultChance.between(200, 400_000)))
        case 7...8:
            strike("keeper restarted")
            nodes[node].deafUntil = now + Int64(faultChance.between(100, 8000))
        default:
            strike("node flaps")
            nodes[node].flapsUntil = now + Int64(faultChance.between(60_000, 600_000))
            flap(node)
        }
    }

    func flap(_ node: Int) {
        guard phase == .safety else { return }
        goDown(node, for: Int64(faultChance.between(500, 60_000)))
    }

    /// A flapping node goes down again soon after it came up.
    func flapAgain(_ node: Int) {
        guard phase == .safety, now < nodes[node].flapsUntil else { return }
        heap.add(.flap(node), at: now + Int64(faultChance.between(1000, 60_000)))
    }

    /// The safety phase is over: nothing fails any more, and whatever was taken away is given back.
    func calm() {
        phase = .liveness
        lastProgress = now
        strike("faults end")
        fullUntil = 0
        for node in nodes.indices {
            nodes[node].cutUntil = min(nodes[node].cutUntil, now)
            nodes[node].deafUntil = min(nodes[node].deafUntil, now)
            nodes[node].flapsUntil = 0
            if !nodes[node].isUp { comeUp(node) }
        }
        let open = SimulatedPolicy(.open, world, chance: &clientChance)
        ledger.policies[open.text] = open
        calmPolicy = open.text
        arrive(.command(.policy(open)))
        for node in nodes.indices where ledger.drained[node] { arrive(.command(.undrain(world.fleet.nodes[node].name))) }
        calmStart = now
        heap.add(.tend, at: now + 60_000)
    }

    /// Looks after what would never end by itself, and whether anything still moves.
    func tend() {
        heap.add(.tend, at: now + 60_000)
        guard now - lastProgress < FaultRun.patience, now - calmStart < FaultRun.liveMax else {
            return ledger.blame("(liveness) " + (stuck() ?? "nothing moves, and nothing is left"))
        }
        // Whoever was held is let go; drains that were asked for just before the end are undone.
        for (id, job) in ledger.jobs.sorted(by: { $0.key < $1.key }) where job.state == .held { arrive(.command(.release(id))) }
        for node in nodes.indices where ledger.drained[node] { arrive(.command(.undrain(world.fleet.nodes[node].name))) }
        // A service ends when it is cancelled, and not before it has had its chance: with all it needs, for a while.
        for (id, job) in ledger.jobs.sorted(by: { $0.key < $1.key }) where job.spec.jobClass == .service && job.state == .active {
            let isWhole = job.members.count >= job.membersNeeded && job.members.allSatisfy { $0.isPlaced && $0.isLive }
            if isWhole, ledger.processes[id]?.count ?? 0 >= job.membersNeeded, daemonNow.milliseconds - job.placedAt > 120_000 {
                arrive(.command(.cancel(id)))
            }
        }
    }

    /// Without any job that starts or ends for so long, nothing will: longer than a hold-down, a lease, and the longest run.
    static let patience: Int64 = 3 * 3_600_000
    /// Whatever was left must have ended by then.
    static let liveMax: Int64 = 5 * 86_400_000

    var isOver: Bool { ledger.jobs.isEmpty && committer != nil }

    /// The first job that is left, and why.
    private func stuck() -> String? {
        guard let (id, job) = ledger.jobs.min(by: { $0.key < $1.key }) else { return nil }
        let reason = committer?.scheduler.state.jobs[id].flatMap { committer?.scheduler.reason(of: $0) }
        let members = job.members.map { "\($0.node)\($0.isPlaced ? "" : " displaced")\($0.isLive ? " live" : "")" }.joined(separator: ", ")
        return "\(ledger.jobs.count) jobs are left; job \(id) (\(job.spec.jobClass.rawValue)) is \(job.state), members [\(members)], "
            + "reason \(reason?.code.rawValue ?? "none"): \(reason?.message ?? "")"
    }

    /// With nothing left to run, nothing is held.
    func checkAtEnd() {
        guard let scheduler = committer?.scheduler else { return }
        ledger.require(ledger.processCount == 0, "\(ledger.processCount) processes run, and no job is left")
        for (domain, milliwatts) in ledger.reserved.enumerated() {
            ledger.require(milliwatts == world.domains[domain].base, "\(world.domains[domain].name) reserves \(milliwatts) mW for nothing")
        }
        let faults = scheduler.placement.checkInvariants(placements: [])
        ledger.require(faults.isEmpty, faults.first ?? "")
        checkState(of: scheduler, "last")
    }
}
