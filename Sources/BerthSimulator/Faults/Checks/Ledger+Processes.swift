import BerthModel

/// What really runs, against what the journal lets run.
extension Ledger {
    func isRunning(_ run: RunID) -> Bool { processes[run.job]?.contains { $0.run == run } ?? false }

    /// A process begins on a node.
    func begin(_ run: RunID, on node: Int) {
        guard let job = jobs[run.job], job.isActive, let member = current(run, of: job) else {
            return blame("(4) run \(run) begins on node \(node), and the journal does not have it")
        }
        require(job.members[member].isPlaced && job.members[member].isLive, "(4) run \(run) begins, and is over by the journal")
        require(job.members[member].node == node, "(4) run \(run) begins on node \(node), and is placed elsewhere")
        require(job.members[member].begun < run.run, "(4) run \(run) begins twice")
        jobs[run.job]?.members[member].begun = run.run
        for other in processes[run.job] ?? [] {
            require(other.run.attempt == run.attempt, "(4) attempts \(other.run.attempt) and \(run.attempt) of job \(run.job) run at once")
            require(other.run.member != run.member, "(4) runs \(other.run) and \(run) run at once")
        }
        require(!hosts[node].isAtWork, "(7) run \(run) begins on node \(node), which is being scrubbed")
        hosts[node].processes += 1
        processes[run.job, default: []].append(Process(run: run, node: node))
        processCount += 1
    }

    /// A process is over.
    func end(_ run: RunID) {
        guard let index = processes[run.job]?.firstIndex(where: { $0.run == run }) else { return blame("run \(run) ends without running") }
        if let process = processes[run.job]?.remove(at: index) { hosts[process.node].processes -= 1 }
        if processes[run.job]?.isEmpty ?? false { processes[run.job] = nil }
        processCount -= 1
    }

    /// After a commit at that moment of the daemon's clock: no job is past its limit and the backstop.
    func checkDeadlines(at now: Int64) {
        while let (id, attempt) = deadlines.pop(until: Timestamp(milliseconds: now)) {
            guard let job = jobs[id], job.attempt == attempt, let deadline = job.deadline else { continue }
            require(deadline > now, "job \(id) is \(now - deadline) ms past its limit and the backstop")
        }
    }

    /// After a commit at that moment of the daemon's clock: no replica waits for longer than was planned.
    func checkRestarts(at now: Int64) {
        while let moment = restarts.next, moment.milliseconds <= now, let run = restarts.popMin()?.value {
            guard let job = jobs[run.job], job.state == .active, let member = current(run, of: job), job.members[member].isPlaced else {
                continue
            }
            require(job.members[member].isLive, "run \(run) was planned for \(now - moment.milliseconds) ms ago, and is not ordered")
        }
    }

    /// After a commit: a gang that lost a member was told to stop in the same one.
    func checkGangs() {
        guard let id = brokenGangs.min() else { return }
        blame("(6) gang \(id) lost a member, and goes on")
    }

    func isOpen(_ id: JobID) -> Bool { batches[id.number].map { $0.over < $0.tasks } ?? false }

    /// The job, or all tasks of the array, that are not over.
    func tasks(of id: JobID) -> [LedgerJob] {
        if let job = jobs[id] { return [job] }
        guard let batch = batches[id.number], batch.tasks > 1 else { return [] }
        return (0..<batch.tasks).compactMap { jobs[JobID(number: id.number, task: $0)] }
    }

    /// A drain was answered: as many of that node are in the journal. Another client may have undone it in the same commit.
    func acknowledgeDrain(of node: NodeName) {
        let position = positions[node] ?? 0
        drainsAnswered[position] += 1
        require(drainsAnswered[position] <= drainsSeen[position], "(3) node \(node) was drained, and the journal does not have it")
    }

    /// A submission was answered: the job is in the journal, and the key leads to it.
    func acknowledge(_ id: JobID, key: String) {
        require(id.number <= numbers, "(3) job \(id) was acknowledged, and is not in the journal")
        require(keys[key] == id.number, "(3) key \(key) was acknowledged as job \(id), and leads to \(keys[key] ?? 0)")
    }
}
