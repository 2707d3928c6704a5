import BerthModel
import BerthPolicy
import BerthScheduler

/// What a command came to, before it is durable.
struct Answer {
    /// What the client is told.
    enum Word {
        case done
        case job(JobID)
        case revision(Int)
    }

    var command: ClientCommand
    var result: Result<Word, BerthError>
}

/// Clients: what they ask for, and what they may rely on once they have an answer.
extension FaultRun {
    private var knownMax: Int { 400 }
    /// Jobs that are not over, at most: clients stop submitting before the queue grows without end.
    private var openMax: Int { 40 + nodes.count * 3 }

    func nextCommand() {
        guard phase == .safety else { return }
        let pause = max(1, 4000 / nodes.count)
        heap.add(.client, at: now + Int64(clientChance.between(1, 2 * pause)))
        commands += 1
        let draw = clientChance.below(1000)
        if draw < 780 {
            guard ledger.jobs.count < openMax else { return }
            var (spec, user) = makes.job(commands, after: known, &clientChance)
            setMoments(of: &spec)
            return ask(.submit(spec, user: user, key: "k\(commands)"))
        }
        if draw < 785 {
            let mood: SimulatedPolicy.Mood = clientChance.happens(percent: 40) ? .cut : .usual
            // Applying one looks at every job that ever was.
            guard clientChance.happens(perMillion: max(30_000, 1_000_000_000 / max(1000, journal.entries.count))) else { return }
            let policy = SimulatedPolicy(mood, world, chance: &clientChance)
            ledger.policies[policy.text] = policy
            return ask(.policy(policy))
        }
        if draw < 800 {
            let node = clientChance.below(nodes.count)
            let name = world.fleet.nodes[node].name
            return ask(ledger.drained[node] || clientChance.happens(percent: 50) ? .undrain(name) : .drain(name))
        }
        guard let id = someJob() else { return }
        switch draw {
        case ..<860: ask(.cancel(id))
        case ..<900: ask(.hold(id))
        case ..<950: ask(.release(id))
        case ..<970: ask(.requeue(id))
        default:
            let time: Duration? = clientChance.happens(percent: 40) ? .seconds(clientChance.between(10, JobMaker.longest)) : nil
            ask(.update(id, priority: time == nil ? clientChance.between(-5, 5) : nil, time: time))
        }
    }

    /// Some jobs have a begin, some a deadline, arrays more often, whose tasks start at many times; both are of the wall clock.
    private func setMoments(of spec: inout JobSpec) {
        if clientChance.happens(percent: 3) { spec.begin = daemonNow + .seconds(clientChance.between(0, 120)) }
        guard spec.jobClass != .service, clientChance.happens(percent: spec.array == nil ? 4 : 20) else { return }
        spec.deadline = daemonNow + .seconds(clientChance.between(60, 900))
    }

    /// Mostly one that is not over.
    private func someJob() -> JobID? {
        while !known.isEmpty {
            let index = clientChance.below(known.count)
            let id = known[index]
            if ledger.isOpen(id) || clientChance.happens(percent: 2) { return id }
            known.swapAt(index, known.count - 1)
            known.removeLast()
        }
        return nil
    }

    func ask(_ command: ClientCommand) {
        events += 1
        count("commands")
        arrive(.command(command))
    }

    /// A client that has no answer asks again where that can do no harm: a submission under its key, a policy.
    func again(_ command: ClientCommand) {
        count("commands without an answer")
        switch command {
        case .submit, .policy, .undrain, .release, .cancel: heap.add(.again(command), at: now + Int64(clientChance.between(500, 4000)))
        default: break
        }
    }

    /// A policy of the time of the faults would close again what was opened after them.
    func isOutdated(_ command: ClientCommand) -> Bool {
        guard let calmPolicy, case .policy(let policy) = command else { return false }
        return policy.text != calmPolicy
    }

    func apply(_ command: ClientCommand, _ scheduler: Scheduler) -> Answer {
        let root = SimulatedPolicy.root
        let result = Result<Answer.Word, BerthError> { () throws(BerthError) in
            switch command {
            case .submit(let spec, let user, let key):
                return .job(try scheduler.submit(spec, by: SimulatedPolicy.caller(user), key: key, at: daemonNow).id)
            case .cancel(let id): try scheduler.cancel(id, by: root, at: daemonNow)
            case .hold(let id): try scheduler.hold(id, by: root, at: daemonNow)
            case .release(let id): try scheduler.release(id, by: root, at: daemonNow)
            case .requeue(let id): try scheduler.requeue(id, by: root, at: daemonNow)
            case .update(let id, let priority, let time): try scheduler.update(id, priority: priority, time: time, by: root, at: daemonNow)
            case .drain(let node): try scheduler.drain(node, reason: "test", by: root, at: daemonNow)
            case .undrain(let node): try scheduler.undrain(node, by: root, at: daemonNow)
            case .policy(let policy):
                return .revision(
                    try scheduler.applyPolicy(text: policy.text, policy: policy.policy, ifRevision: nil, by: root, at: daemonNow))
            }
            return .done
        }
        return Answer(command: command, result: result)
    }

    /// The client has its answer: from here on it may rely on it.
    func settle(_ answer: Answer) {
        switch answer.result {
        case .failure(let error):
            count("refused: " + error.code.rawValue)
            history.add(.command(now, answer.command, error.code.rawValue))
        case .success(let word):
            history.add(.command(now, answer.command, "done"))
            acknowledge(answer.command, word)
        }
    }

    private func acknowledge(_ command: ClientCommand, _ word: Answer.Word) {
        switch (command, word) {
        case (.submit(_, _, let key), .job(let id)):
            ledger.acknowledge(id, key: key)
            if known.count < knownMax { known.append(id) } else { known[clientChance.below(knownMax)] = id }
        case (.cancel(let id), _):
            for job in ledger.tasks(of: id) { ledger.require(job.state == .stopping, "(3) job \(id) was cancelled, and goes on") }
        case (.policy, .revision(let number)):
            ledger.require(ledger.revision >= number, "(3) policy \(number) was acknowledged, and \(ledger.revision) is in force")
        case (.drain(let node), _): ledger.acknowledgeDrain(of: node)
        default: break
        }
    }
}
