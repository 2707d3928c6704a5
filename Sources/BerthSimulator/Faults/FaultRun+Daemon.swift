import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// The daemon: production's scheduler, committer and replay, with a flush that takes time and a process that dies.
extension FaultRun {
    /// By the daemon's own clock, which does not jump while it lives.
    var daemonNow: Timestamp { clock.moment(at: now) }

    /// The first life: an empty state directory.
    func boot(first policy: SimulatedPolicy) {
        setClock()
        let revision = PolicyRevision(number: 1, text: policy.text, by: "root", at: daemonNow, policy: policy.policy)
        do {
            let scheduler = try Scheduler(fleet: world.fleet, catalogue: .shipped, revision: revision, lease: .milliseconds(lease))
            _ = try scheduler.applyPolicy(
                text: policy.text, policy: policy.policy, ifRevision: nil, by: SimulatedPolicy.root, at: daemonNow)
            live(scheduler)
        } catch {
            preconditionFailure("the first policy is refused: \(error)")
        }
        commit([])
    }

    /// A life after a death: all that is known is in the journal.
    func restart() {
        life += 1
        if faultChance.happens(percent: 30), phase == .safety { jump() }
        setClock()
        do {
            let replayed = try StateReplay(of: journal, fleet: world.fleet, lease: .milliseconds(lease))
            checkReplay(replayed.scheduler)
            // One that died before its first commit begins again with nothing.
            guard replayed.scheduler.state.revision != nil else { return boot(first: firstPolicy) }
            let orders = try replayed.scheduler.finishReplay(at: daemonNow)
            live(replayed.scheduler)
            executor.adopt(orders)
        } catch {
            return ledger.blame("(5) the journal cannot be replayed: \(error)")
        }
        commit([])
    }

    private func setClock() { clock = SteadyClock(wall: now + hostOffset, monotonic: now, notBefore: journal.entries.last?.time) }

    /// Somebody sets the host's clock.
    private func jump() {
        let isFar = faultChance.happens(percent: 5)
        let most = isFar ? 400 * 86_400_000 : 3_600_000
        hostOffset += Int64(faultChance.between(0, most)) * (faultChance.happens(percent: 50) ? 1 : -1)
        strike("clock jump")
    }

    private func live(_ scheduler: Scheduler) {
        committer = Committer(scheduler: scheduler, journal: journal, executor: executor) { [unowned self] in
            try StateReplay(of: journal, fleet: world.fleet, lease: .milliseconds(lease)).scheduler
        }
        inbox = []
        isRoundDue = false
        wakeAt = nil
        lastHeard = Array(repeating: now, count: nodes.count)
    }

    /// Two dumps cost more than the replay: one life in three is compared, and the end of each run.
    private func checkReplay(_ scheduler: Scheduler) {
        guard life.isMultiple(of: 3) else { return }
        ledger.require(
            scheduler.state.canonicalDump == follower.canonicalDump,
            "(5) the replayed state is not the one that the entries made as they came")
    }

    func arrive(_ incoming: Incoming) {
        guard committer != nil else {
            if case .command(let command) = incoming { again(command) }
            return
        }
        inbox.append(incoming)
        guard !isRoundDue else { return }
        isRoundDue = true
        let isSlow = phase == .safety && faultChance.happens(perMillion: 2000)
        heap.add(.round(life: life), at: now + Int64(isSlow ? faultChance.between(200, 3000) : faultChance.between(2, 150)))
    }

    func hear(_ report: ExecutorReport) {
        events += 1
        history.add(.report(now, report))
        arrive(.report(report))
    }

    func wake() {
        wakeAt = nil
        guard committer != nil, !isRoundDue else { return }
        commit([])
    }

    /// Everything that has come, in one commit.
    func round() {
        isRoundDue = false
        guard let committer else { return }
        let incoming = inbox
        inbox = []
        var answers: [Answer] = []
        let isFull = committer.isFull(at: daemonNow)
        for item in incoming {
            switch item {
            case .report(let report):
                if case .contact(let contact) = report, let node = ledger.positions[contact.node] { lastHeard[node] = now }
                committer.keep(report)
            case .command(let command):
                if isFull { again(command) } else { answers.append(apply(command, committer.scheduler)) }
            }
        }
        if isFull { return scheduleWake() }
        commit(answers)
    }

    /// One commit, its effects and its answers, or the death of the daemon somewhere in it.
    private func commit(_ answers: [Answer]) {
        guard let committer else { return }
        commits += 1
        let effects = planTrouble()
        do {
            switch try committer.commit(at: daemonNow) {
            case .full:
                count("commits on a full disk")
                for call in executor.take() { send(call) }
                lastHeard = Array(repeating: now, count: nodes.count)
                for answer in answers { again(answer.command) }
            case .durable:
                var calls = executor.take()
                if let effects { calls = Array(calls.prefix(effects)) }
                for call in calls { send(call) }
                if effects != nil { return die(answers) }
                for answer in answers { settle(answer) }
                ledger.checkDeadlines(at: daemonNow.milliseconds)
                ledger.checkRestarts(at: daemonNow.milliseconds)
                ledger.checkGangs()
                checkSometimes()
            }
        } catch {
            // What was asked for before the entries were durable goes out too: then something begins that the journal does not have.
            for call in executor.take() { send(call) }
            return die(answers)
        }
        scheduleWake()
    }

    /// - Returns: after how many effects the daemon dies; nil where it lives on, or dies at the append.
    private func planTrouble() -> Int? {
        journal.trouble = now < fullUntil ? .full : .none
        guard phase == .safety, commits > 1 else { return nil }
        // A replay costs all entries: a journal of n entries is replayed about every n commits.
        let odds = max(150, 4_000_000 / max(1000, journal.entries.count))
        guard faultChance.happens(perMillion: odds) else { return nil }
        switch faultChance.below(5) {
        case 0:
            journal.trouble = .deadBefore
            strike("daemon died before the append")
        case 1:
            journal.trouble = .deadAfter
            strike("daemon died after the append")
        case 2:
            strike("disk full")
            fullUntil = now + Int64(faultChance.between(100, 6000))
            journal.trouble = .full
        case 3:
            strike("daemon died among its effects")
            return faultChance.below(6)
        default:
            strike("daemon died after its effects")
            return .max
        }
        return nil
    }

    private func die(_ answers: [Answer]) {
        committer = nil
        inbox.forEach { if case .command(let command) = $0 { again(command) } }
        for answer in answers { again(answer.command) }
        inbox = []
        isRoundDue = false
        journal.trouble = .none
        let isLong = phase == .safety && faultChance.happens(percent: 4)
        let pause = isLong ? Int64(faultChance.between(60_000, 900_000)) : Int64(faultChance.between(500, 20_000))
        heap.add(.daemonUp, at: now + pause)
    }

    private func scheduleWake() {
        guard let committer else { return }
        let due = committer.fullUntil ?? committer.scheduler.nextWake
        guard let due else { return }
        let moment = max(now + 1, now + (due - daemonNow).milliseconds)
        if let wakeAt, wakeAt <= moment { return }
        wakeAt = moment
        heap.add(.wake(life: life, moment: moment), at: moment)
    }

    private func checkSometimes() {
        guard let scheduler = committer?.scheduler else { return }
        // The core's own checks cost O(nodes), the dump O(jobs).
        if commits.isMultiple(of: 500 + nodes.count * 10) {
            let held = scheduler.state.jobs.all.lazy.filter(\.state.isActive).flatMap(\.placements)
            let faults = scheduler.placement.checkInvariants(placements: Array(held))
            ledger.require(faults.isEmpty, faults.first ?? "")
            checkSilence()
            checkReasons(scheduler)
        }
        if commits.isMultiple(of: 2000 + journal.entries.count) { checkState(of: scheduler, "live") }
    }

    /// A scheduler whose entries are all durable is what the entries made as they came, and what a replay makes of them, with all that
    /// agencies have used.
    func checkState(of scheduler: Scheduler, _ which: String) {
        ledger.require(
            scheduler.state.canonicalDump == follower.canonicalDump, "(5) the \(which) state is not the one that its entries make")
        do {
            let replayed = try StateReplay(of: journal, fleet: world.fleet).scheduler
            ledger.require(
                replayed.stateDigestText == scheduler.stateDigestText, "(5) the journal replays to another state than the \(which) one")
        } catch {
            ledger.blame("(5) the journal cannot be replayed: \(error)")
        }
    }

    /// Every job that waits has a reason (invariant 8), and it is not that a place was overlooked.
    private func checkReasons(_ scheduler: Scheduler) {
        for (id, job) in ledger.jobs.filter({ $0.value.state == .pending }).sorted(by: { $0.key < $1.key }).prefix(20) {
            let reason = scheduler.state.jobs[id].flatMap { scheduler.reason(of: $0) }
            ledger.require(reason != nil, "(8) job \(id) waits for no reason")
            ledger.require(reason?.code != .notYetExamined || job.state != .pending, "(8) job \(id) fits, and the pass left it out")
        }
    }

    /// A node that nothing was heard of is known to be lost soon after its lease.
    private func checkSilence() {
        let most = lease + NodeWatch.fencingTime.milliseconds + 1000
        for node in nodes.indices where now - lastHeard[node] > most {
            ledger.require(ledger.isDown[node], "node \(node) was silent for \(now - lastHeard[node]) ms, and is not lost")
        }
    }
}
