package import BerthModel
import BerthPlacement
import BerthPolicy

/// Stops jobs for others that go before them, where the policy says so.
extension Scheduler {
    /// How often it is looked, at most, and for how many jobs at work that is: a look reads them all.
    private static let preemptionPeriod = Duration.seconds(1)
    private static let activePerPeriod = 20_000
    /// Jobs of the queue that are looked at, and jobs that others are stopped for in one look.
    private static let lookedAtMax = 64
    private static let startersMax = 8

    /// Looks whether jobs that wait could start if others were stopped, and stops those. Called after a pass.
    /// - Returns: whether another pass is due.
    func preempt() -> Bool {
        guard work.reservations.mayPromise else { return false }
        preemptionWatch.isStale = preemptionWatch.isStale || pages.hasEntries
        guard work.queue.count > 0, preemptionWatch.isStale else { return false }
        guard clock >= preemptionWatch.due else {
            if !preemptionWatch.hasTimer { timers.add(.preemption, at: preemptionWatch.due) }
            preemptionWatch.hasTimer = true
            return false
        }
        let periods = 1 + work.reservations.active.count / Scheduler.activePerPeriod
        preemptionWatch.due = clock + Scheduler.preemptionPeriod * periods
        preemptionWatch.isStale = false
        return preemptForFirst()
    }

    /// Before this moment it is not looked for jobs to stop.
    package var nextPreemption: Timestamp { preemptionWatch.due }

    private func preemptForFirst() -> Bool {
        let candidates = possibleVictims()
        guard !candidates.isEmpty else { return false }
        var refused: Set<LaneKey> = []
        var starters = 0
        for id in work.order(limit: Scheduler.lookedAtMax, at: clock) where starters < Scheduler.startersMax {
            guard let job = state.jobs[id], let ticket = ticket(of: job), !refused.contains(ticket.key), !work.isAtArrayLimit(id.number),
                !work.reservations.isPromised(ticket), !awaitsHost(ticket)
            else { continue }
            let victims = candidates.filter { state.jobs[$0.job.id]?.state != .stopping && maySuffer($0, for: job, ticket) }
            guard !victims.isEmpty, let chosen = fewest(victims, for: ticket, id), !chosen.isEmpty else {
                refused.insert(ticket.key)
                continue
            }
            work.promise(ticket)
            for victim in chosen { stop(victim.job, .preempted, by: Scheduler.preemptor(id)) }
            starters += 1
        }
        return starters > 0
    }

    /// Whether a host is being scrubbed for the label of a job: nothing is stopped for what the scrub will give. One that must be emptied
    /// first may take hours, and is no reason to wait.
    private func awaitsHost(_ ticket: Ticket) -> Bool {
        let label = work.shapes[ticket.key.shape].request.label
        return state.labels.contains { node, host in
            guard let change = host.change, rules.labelNumbers[change.to] == label, let position = nodePositions[node] else { return false }
            return work.core.isIdle(NodeIndex(position))
        }
    }

    /// Jobs at work that may be stopped for somebody at all, the cheapest first. Of those that are still too young the next look thinks
    /// again.
    private func possibleVictims() -> [Victim] {
        var victims: [Victim] = []
        var nextDue: Timestamp?
        for id in work.reservations.active {
            guard let job = state.jobs[id], job.state == .running || job.state == .starting, let start = job.startedAt ?? job.placedAt,
                policy.isPreemptible(job.terms)
            else { continue }
            let preemptions = job.preemptions
            guard preemptions < policy.preemption.maxPerJob else { continue }
            let due = start + policy.protectedTime(of: job.terms, preemptions: preemptions)
            guard due <= clock else {
                nextDue = min(nextDue ?? due, due)
                continue
            }
            let seconds = (clock - start).milliseconds / 1000
            victims.append(
                Victim(
                    job: job, weight: job.terms.queue.flatMap { policy.queues[$0]?.weight } ?? 0, lost: job.watts.milliwatts * seconds))
        }
        // Those that come of age later are no reason to let what may happen now wait.
        if let nextDue, preemptionWatch.matures.map({ $0 <= clock || nextDue < $0 }) ?? true {
            preemptionWatch.matures = nextDue
            timers.add(.preemption, at: nextDue)
        }
        return victims.sorted(by: Victim.isCheaper)
    }

    /// By tier, or because its agency holds what it has borrowed and the other's stays within its own limits.
    private func maySuffer(_ victim: Victim, for job: Job, _ ticket: Ticket) -> Bool {
        if policy.preempts(job.terms.queue, victim.job.terms.queue) { return true }
        return work.mayReclaim(ticket, from: work.usage.tree.number(of: victim.job.agency))
    }

    /// The fewest of these jobs whose end lets another start; of as many those whose end loses less. Two orders are tried: the cheapest job
    /// first, and the cheapest node first, for a job may need a whole one.
    private func fewest(_ victims: [Victim], for ticket: Ticket, _ id: JobID) -> [Victim]? {
        var lost: [NodeName: Int64] = [:]
        for victim in victims { for place in victim.job.placements { lost[place.node, default: 0] += victim.lost } }
        let byNode = victims.sorted { left, right in
            let (one, other) = (left.job.placements.first?.node, right.job.placements.first?.node)
            guard let one, let other, one != other else { return Victim.isCheaper(left, right) }
            return (lost[one] ?? 0, one) < (lost[other] ?? 0, other)
        }
        let found = [victims, byNode].compactMap { enough($0, for: ticket, id) }
        return found.min { left, right in
            (left.count, left.reduce(0) { $0 + $1.lost }) < (right.count, right.reduce(0) { $0 + $1.lost })
        }
    }

    /// Jobs that are tried at most.
    private static let triedMax = 2048

    /// Gives back one after the other on a copy until the job fits, and then puts back what need not end, the dearest first.
    private func enough(_ victims: [Victim], for ticket: Ticket, _ id: JobID) -> [Victim]? {
        var trial = work.copy()
        var ended: [Victim] = []
        for victim in victims.prefix(Scheduler.triedMax) {
            trial.giveBack(victim.job.placements, of: victim.job.id, agency: victim.job.agency)
            ended.append(victim)
            guard trial.wouldPlace(ticket, id) else { continue }
            for victim in ended.sorted(by: { Victim.isCheaper($1, $0) }) {
                guard trial.adopt(victim.job.placements, of: victim.job.id, agency: victim.job.agency, from: nil) else { continue }
                if trial.wouldPlace(ticket, id) {
                    ended.removeAll { $0.job.id == victim.job.id }
                } else {
                    trial.giveBack(victim.job.placements, of: victim.job.id, agency: victim.job.agency)
                }
            }
            return ended
        }
        return nil
    }
}
