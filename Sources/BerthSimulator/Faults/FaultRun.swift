import BerthModel
import BerthPolicy
import BerthScheduler

/// One run: a fleet, clients, nodes and faults made from a seed, around the production scheduler, on a virtual clock and in one thread.
///
/// An *event* is one journal entry, one message that was delivered, one command or one fault. There are two phases: faults strike until so
/// many events have happened; then they end, nodes come back, and everything that is left must start and end.
package final class FaultRun {
    enum Phase { case safety, liveness }

    let options: FaultOptions
    let world: SimulatedFleet
    let ledger: Ledger
    /// The luck of clients, of nodes and messages, and of faults: three streams, so that one more fault changes no job.
    var clientChance: Chance
    var nodeChance: Chance
    var faultChance: Chance
    var heap = MomentHeap<FaultEvent>()
    /// Milliseconds of the virtual clock.
    var now: Int64 = 0
    var phase = Phase.safety
    var events = 0
    var safetyEvents = 0
    var counts: [String: Int] = [:]
    var history = History()

    // The nodes.
    var nodes: [SimulatedNode]
    let lease: Int64
    /// Where each run was sent.
    var nodeOf: [RunID: Int] = [:]
    var pids = 1

    // The daemon.
    let journal: FaultyJournal
    let executor: FleetExecutor
    var committer: Committer?
    /// Counts the daemon's lives: messages of an earlier one do not arrive.
    var life = 0
    /// The daemon's, of one life; the virtual clock is the host's monotonic one.
    var clock = SteadyClock(wall: 0, monotonic: 0, notBefore: nil)
    /// What the host's clock is ahead of the virtual clock.
    var hostOffset: Int64 = 1_700_000_000_000
    var inbox: [Incoming] = []
    var isRoundDue = false
    var wakeAt: Int64?
    var fullUntil: Int64 = 0
    var follower = SchedulerState()
    var lastHeard: [Int64]
    var commits = 0

    // The clients.
    var makes: JobMaker
    var known: [JobID] = []
    var commands = 0
    /// When a job moved last.
    var lastProgress: Int64 = 0
    var calmStart: Int64 = 0
    /// The text of the policy that opens everything once the faults have ended.
    var calmPolicy: String?

    enum Incoming {
        case command(ClientCommand)
        case report(ExecutorReport)
    }

    package init(_ options: FaultOptions) {
        self.options = options
        var chance = Chance(seed: options.seed)
        let count = options.nodes ?? (chance.happens(percent: 50) ? chance.between(3, 24) : chance.between(25, 200))
        world = SimulatedFleet(nodes: count, chance: &chance)
        let policy = SimulatedPolicy(.usual, world, chance: &chance)
        let ledger = Ledger(world, policy)
        self.ledger = ledger
        clientChance = Chance(seed: chance.seed())
        nodeChance = Chance(seed: chance.seed())
        faultChance = Chance(seed: chance.seed())
        nodes = Array(repeating: SimulatedNode(), count: count)
        // Ten thousand nodes that are heard every twenty seconds would be heard of and nothing else.
        lease = Int64(min(300, max(60, count / 30))) * 1000
        executor = FleetExecutor(lease: .milliseconds(lease))
        lastHeard = Array(repeating: 0, count: count)
        makes = JobMaker(world: world, &chance)
        let sink = EntrySink()
        journal = FaultyJournal { sink.take($0) }
        firstPolicy = policy
        sink.run = self
    }

    let firstPolicy: SimulatedPolicy

    /// Breaks the circle between the run and its journal.
    private final class EntrySink {
        weak var run: FaultRun?
        func take(_ entry: JournalEntry) { run?.durable(entry) }
    }

    /// Runs both phases, or up to the first broken invariant.
    package func run(progress: (Int) -> Void = { _ in }) -> FaultReport {
        start()
        var next = 1 << 18
        while ledger.fault == nil, events < options.events, step() {
            if events >= next {
                progress(events)
                next += 1 << 18
            }
        }
        safetyEvents = events
        if ledger.fault == nil { calm() }
        while ledger.fault == nil, !isOver, step() {}
        if ledger.fault == nil { checkAtEnd() }
        return report()
    }

    private func start() {
        boot(first: firstPolicy)
        for node in nodes.indices {
            heap.add(.beat(node), at: Int64(nodeChance.below(Int(lease / 3))))
            nodes[node].leaseEnd = 0
        }
        heap.add(.client, at: 1)
        heap.add(.fault, at: 1000)
    }

    /// One thing that is due.
    /// - Returns: false when nothing is.
    private func step() -> Bool {
        guard let (due, event) = heap.popMin() else { return false }
        let moment = due.milliseconds
        now = max(now, moment)
        switch event {
        case .client: nextCommand()
        case .again(let command): if !isOutdated(command) { arrive(.command(command)) }
        case .round(let life): if life == self.life { round() }
        case .wake(let life, let moment): if life == self.life, wakeAt == moment { wake() }
        case .toNode(let node, let message, let life): deliver(message, to: node, from: life)
        case .toDaemon(let report, let life): if life == self.life, committer != nil { hear(report) } else { count("reports to nobody") }
        case .beat(let node): beat(node)
        case .step(let node, let run, let step, let plan): take(step, of: run, on: node, plan: plan)
        case .scrubEnd(let node, let number): endScrub(number, on: node)
        case .leaseEnd(let node): checkLease(of: node)
        case .fault: nextFault()
        case .nodeUp(let node):
            comeUp(node)
            flapAgain(node)
        case .flap(let node): flap(node)
        case .tend: tend()
        case .daemonUp: restart()
        }
        return true
    }

    func count(_ name: String, _ times: Int = 1) { counts[name, default: 0] += times }

    /// Counts a fault that struck.
    func strike(_ name: String) {
        events += 1
        count("fault: " + name)
        history.add(.fault(now, name))
    }

    /// An entry is in the journal.
    private func durable(_ entry: JournalEntry) {
        events += 1
        history.add(.entry(now, entry))
        ledger.take(entry)
        do { try follower.apply(entry) } catch { ledger.blame("(5) an entry may not follow: \(error)") }
        if case .job = entry.record { lastProgress = now }
        switch entry.record {
        case .job(_, .stopping(.preempted, _)): count("stopped for another job")
        case .nodeScrubbing: count("changes of a label")
        default: break
        }
    }

    private func report() -> FaultReport {
        for (state, times) in ledger.ended { count("ended: " + state, times) }
        return FaultReport(
            seed: options.seed, nodes: nodes.count, events: events, safetyEvents: safetyEvents, jobEvents: ledger.jobEvents,
            entries: journal.entries.count, decisions: ledger.decisions, virtualMilliseconds: now, counts: counts,
            digest: Digest.text(of: follower.canonicalDump), fault: ledger.fault, faultEvent: ledger.fault == nil ? nil : events,
            history: ledger.fault == nil ? [] : history.lines)
    }
}
