import BerthModel
import BerthPolicy
import BerthScheduler

/// The checkers: they read the journal's entries as these become durable, and what really runs on the nodes, and count again from
/// nothing. They ask no code of the scheduler and of the placement core.
///
/// Every entry costs O(members that it names).
final class Ledger {
    let world: SimulatedFleet
    let positions: [NodeName: Int]
    var slots: SlotBook
    /// Reserved in each power domain, base load included, in milliwatts.
    var reserved: [Int64]
    var bounds: [Int64?]
    var limits: [SimulatedPolicy.Limits]
    var rules: SimulatedRules
    /// By node.
    var hosts: [NodeLabel]
    /// Policies by their text, as they were handed in.
    var policies: [String: SimulatedPolicy] = [:]
    var revision = 0
    /// Of each agency, those beneath it included.
    var agencyThousandths: [[KindName: Int]]
    var agencyMilliwatts: [Int64]
    var agencyJobs: [Int]

    var jobs: [JobID: LedgerJob] = [:]
    var batches: [UInt64: LedgerBatch] = [:]
    var numbers: UInt64 = 0
    var keys: [String: UInt64] = [:]
    var drained: [Bool]
    /// Entries about drains of each node, and answers.
    var drainsSeen: [Int]
    var drainsAnswered: [Int]
    var isDown: [Bool]
    var heldUntil: [Int64?]
    var losses: [[Int64]]
    var sequence: UInt64 = 0
    var time: Int64 = 0
    /// What was due by when, by the daemon's clock.
    var deadlines = MomentHeap<(JobID, attempt: Int)>()
    /// Runs of replicas that wait, by when they are to be ordered.
    var restarts = MomentHeap<RunID>()
    /// Gangs that lost a member and were not told to stop yet.
    var brokenGangs: Set<JobID> = []
    /// What really runs: processes of each job.
    var processes: [JobID: [Process]] = [:]
    var processCount = 0

    struct Process {
        var run: RunID
        var node: Int
    }

    private(set) var fault: String?
    private(set) var jobEvents = 0
    private(set) var decisions = 0
    private(set) var ended: [String: Int] = [:]

    init(_ world: SimulatedFleet, _ policy: SimulatedPolicy) {
        self.world = world
        positions = Dictionary(uniqueKeysWithValues: world.fleet.nodes.enumerated().map { ($1.name, $0) })
        slots = SlotBook(world.fleet)
        reserved = world.domains.map(\.base)
        bounds = policy.bounds
        limits = policy.limits
        rules = policy.rules
        hosts = Array(repeating: NodeLabel(), count: world.fleet.nodes.count)
        policies[policy.text] = policy
        agencyThousandths = Array(repeating: [:], count: SimulatedPolicy.agencies)
        agencyMilliwatts = Array(repeating: 0, count: SimulatedPolicy.agencies)
        agencyJobs = Array(repeating: 0, count: SimulatedPolicy.agencies)
        drained = Array(repeating: false, count: world.fleet.nodes.count)
        drainsSeen = Array(repeating: 0, count: drained.count)
        drainsAnswered = drainsSeen
        isDown = drained
        heldUntil = Array(repeating: nil, count: drained.count)
        losses = Array(repeating: [], count: drained.count)
    }

    func blame(_ what: @autoclosure () -> String) { if fault == nil { fault = what() } }

    func require(_ holds: Bool, _ what: @autoclosure () -> String) { if !holds, fault == nil { fault = what() } }

    /// An agency with those above it.
    func lineage(_ agency: Int) -> [Int] {
        var line = [agency]
        while let parent = SimulatedPolicy.parents[line[line.count - 1]] { line.append(parent) }
        return line
    }

    /// One entry became durable.
    func take(_ entry: JournalEntry) {
        require(entry.sequence == sequence + 1, "(5) entry \(entry.sequence) follows \(sequence)")
        require(entry.time.milliseconds >= time, "(5) time goes back from \(time) to \(entry.time.milliseconds)")
        (sequence, time) = (entry.sequence, entry.time.milliseconds)
        switch entry.record {
        case .job(let id, let event):
            jobEvents += 1
            take(event, of: id)
        case .policyApplied(let revision):
            require(revision.number == self.revision + 1, "policy revision \(revision.number) follows \(self.revision)")
            self.revision = revision.number
            guard let policy = policies[revision.text] else { return blame("a policy that nobody applied is in force") }
            (bounds, limits, rules) = (policy.bounds, policy.limits, policy.rules)
        // Nothing of these is ever made here.
        case .policyScheduled, .policyUnscheduled: break
        case .nodeDrained(let node, _, _):
            drained[positions[node] ?? 0] = true
            drainsSeen[positions[node] ?? 0] += 1
        case .nodeUndrained(let node, _): drained[positions[node] ?? 0] = false
        case .nodeLost(let node): lose(positions[node] ?? 0)
        case .nodeBack(let node, let until): comeBack(positions[node] ?? 0, until?.milliseconds)
        case .nodeScrubbing(let node, let label): beginChange(of: node, to: label)
        case .nodeScrubbed(let node): finishChange(of: node)
        case .nodeScrubFailed(let node, _): failChange(of: node)
        case .nodeSteady(let node):
            let position = positions[node] ?? 0
            require(!isDown[position], "node \(node) is steady while it is down")
            require((heldUntil[position] ?? .max) <= time, "node \(node) is steady before its time")
            heldUntil[position] = nil
        }
    }

    private func lose(_ node: Int) {
        require(!isDown[node], "node \(node) is lost twice")
        isDown[node] = true
        losses[node] = Array((losses[node] + [time]).suffix(3))
    }

    /// The rule of flapping, once more: lost three times within ten minutes, a node takes nothing for thirty minutes after the last loss.
    private func comeBack(_ node: Int, _ until: Int64?) {
        require(isDown[node], "node \(node) is back without being lost")
        isDown[node] = false
        var expected = heldUntil[node]
        if losses[node].count == 3, losses[node][2] - losses[node][0] <= 600_000 {
            expected = max(expected ?? 0, losses[node][2] + 1_800_000)
        }
        if let known = expected, known <= time { expected = nil }
        require(until == expected, "node \(node) is held until \(until ?? 0), by the rule until \(expected ?? 0)")
        heldUntil[node] = until
    }

    private func take(_ event: JobEvent, of id: JobID) {
        if case .submitted(let submission) = event { return submit(id, submission) }
        guard var job = jobs[id] else { return blame("job \(id), which is over or unknown, has \(event)") }
        jobs[id] = nil
        defer { if !isOver { jobs[id] = job } }
        isOver = false
        switch event {
        case .submitted: break
        case .held:
            require(job.state == .pending || job.state == .held, "job \(id) is held while it runs")
            job.state = .held
        case .released:
            require(job.state == .held, "job \(id) is released but not held")
            job.state = .pending
        case .placed(let attempt, let members): place(&job, id, attempt, members)
        case .started(let run, _):
            guard let member = current(run, of: job) else { return blame("(4) run \(run) is not the current one and starts") }
            require(job.members[member].mayStart, "run \(run) is said to start twice")
            job.members[member].mayStart = false
            if job.startedAt == nil {
                job.startedAt = time
                markStarted(&job)
                watch(job, id)
            }
        case .ready(let run), .unready(let run, _): require(current(run, of: job) != nil, "run \(run) is not current and changes readiness")
        case .exited(let run, let outcome):
            guard let member = current(run, of: job), job.members[member].isLive else { return blame("run \(run) ends twice") }
            require(!isRunning(run), "(4) run \(run) is said to have ended, and runs")
            job.members[member].isLive = false
            if outcome == .timedOut { job.hasTimedOut = true }
            if job.spec.jobClass == .gang, job.state == .active, !outcome.isSuccess, job.members.contains(where: \.isLive) {
                brokenGangs.insert(id)
            }
        case .restartPlanned(let run, let moment): restart(&job, run, moment.milliseconds)
        case .displaced(let run):
            guard let member = current(run, of: job), !job.members[member].isLive else {
                return blame("run \(run) is displaced while it lives")
            }
            give(&job, member)
        case .stopping(let reason, let by):
            require(job.isActive, "job \(id) is stopped but does not run")
            if reason == .preempted { checkPreemption(of: job, id, by: by) }
            if reason == .timeLimit {
                require(
                    job.hasTimedOut || (job.deadline ?? .max) <= time,
                    "job \(id) is stopped \((job.deadline ?? .max) - time) ms before its time")
            }
            brokenGangs.remove(id)
            job.state = .stopping
            job.stopReason = reason
        case .requeued(let attempt, _): requeue(&job, id, attempt)
        case .ended(let state, _, _): end(&job, id, state)
        case .updated(_, let time, _): if let time { job.time = time }
        }
    }

    /// Whether the event that is being read was the job's last.
    private var isOver = false

    /// - Returns: the member whose run this is.
    func current(_ run: RunID, of job: LedgerJob) -> Int? {
        guard run.attempt == job.attempt, job.members.indices.contains(run.member), job.members[run.member].run == run.run else {
            return nil
        }
        return run.member
    }

    private func restart(_ job: inout LedgerJob, _ run: RunID, _ moment: Int64) {
        guard job.spec.jobClass == .service, job.state == .active, run.attempt == job.attempt, job.members.indices.contains(run.member)
        else {
            return blame("run \(run) is no restart of a service")
        }
        let member = job.members[run.member]
        require(!member.isLive && member.isPlaced, "run \(run) is planned while the one before it lives")
        if run.run == member.run + 1 {
            job.members[run.member].run = run.run
            job.members[run.member].mayStart = false
            guard moment <= time else { return restarts.add(run, at: moment) }
        }
        require(run.run == job.members[run.member].run && moment <= time, "run \(run) is planned out of order")
        job.members[run.member].isLive = true
        job.members[run.member].mayStart = true
    }

    private func requeue(_ job: inout LedgerJob, _ id: JobID, _ attempt: Int) {
        require(job.isActive && attempt == job.attempt, "job \(id) is requeued from attempt \(attempt), not \(job.attempt)")
        require(!job.members.contains(where: \.isLive), "job \(id) waits again while members live")
        if job.stopReason == .preempted {
            job.preemptions += 1
        } else if job.stopReason != .requeued {
            require(job.spec.requeue && job.attempt < job.spec.maxAttempts, "job \(id) is tried more often than it may be")
            require(
                job.stopReason != .cancelled && job.stopReason != .timeLimit,
                "job \(id) is tried again after \(job.stopReason ?? .requeued)")
        }
        markStarted(&job)
        leave(&job, id)
        job.state = .pending
        job.stopReason = nil
    }

    private func end(_ job: inout LedgerJob, _ id: JobID, _ state: JobState) {
        require(state.isFinal, "job \(id) ends as \(state.rawValue)")
        require(!job.members.contains(where: \.isLive), "job \(id) ends while members live")
        require(state != .unsatisfiable || !job.isActive, "job \(id) ends as unsatisfiable while it runs")
        if job.isActive { leave(&job, id) }
        isOver = true
        ended[state.rawValue, default: 0] += 1
        batches[job.number]?.over += 1
        if state == .succeeded { batches[job.number]?.succeeded += 1 }
        markStarted(&job)
        for agency in lineage(job.agency) { agencyJobs[agency] -= 1 }
    }

    /// Gives back what an attempt holds: by then nothing of it may run.
    private func leave(_ job: inout LedgerJob, _ id: JobID) {
        require(
            processes[id]?.isEmpty ?? true, "(1) job \(id) gives back what its process \(processes[id]?.first?.run.description ?? "") uses")
        for member in job.members.indices where job.members[member].isPlaced { give(&job, member) }
        job.members = []
        job.startedAt = nil
        job.hasTimedOut = false
        brokenGangs.remove(id)
        batches[job.number]?.active -= 1
    }

    private func markStarted(_ job: inout LedgerJob) {
        guard !job.hasEverStarted else { return }
        job.hasEverStarted = true
        batches[job.number]?.started += 1
    }

    func watch(_ job: LedgerJob, _ id: JobID) { if let deadline = job.deadline { deadlines.add((id, job.attempt), at: deadline) } }

    func countDecision() { decisions += 1 }
}
