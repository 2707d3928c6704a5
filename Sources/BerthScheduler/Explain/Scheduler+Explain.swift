public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// Everything that keeps a job from starting, found anew, ranked, with what would clear it and the smallest change that would start it
    /// (invariant 8). Of an array, the first task that waits is explained.
    /// - Throws: `BerthError` with code `notFound`, also for another agency's job.
    /// - Complexity: O(nodes x log figures) for the changes that are tried, and O(active jobs).
    public func explain(_ id: JobID, by caller: Caller, at now: Timestamp) throws(BerthError) -> Explanation {
        let jobs = try jobs(standingFor: id, visibleTo: caller)
        guard let job = jobs.first(where: { $0.state == .pending || $0.state == .held }) ?? jobs.first else {
            preconditionFailure("a job without tasks")
        }
        return explanation(of: job)
    }

    func explanation(of job: Job) -> Explanation {
        var explanation = Explanation(
            job: job.id, state: job.state, request: job.spec.requestLine, blockers: [], clear: [], change: nil, sequence: state.sequence)
        guard job.state == .pending || job.state == .held else { return explanation }
        let deliberate = deliberateBlockers(of: job)
        var physical: [Blocker] = []
        if let ticket = understoodTicket(of: job) {
            let key = ticket.key
            let isPromised = deliberate.contains { $0.code == .waitingForPreempted }
            // A job whose turn it is is kept by all reservations; one that a limit or a hold keeps, or that is changed, is asked about
            // again before those behind it get theirs.
            var trial = work.copy()
            trial.keepReservations(aheadOf: ticket, since: job.submittedAt, passView)
            let isNext =
                job.state == .pending && work.queue.holds(ticket) && !work.isAtArrayLimit(job.id.number)
                && !work.isOverLimit(ticket)
            // What those leave that were told to end for it is no longer short.
            if isPromised { for victim in victims(of: job.id) { trial.giveBack(victim.placements, of: victim.id, agency: victim.agency) } }
            let blockers = hostBlockers(isNext && !isPromised ? work : trial, key, job)
            giveUnscrubbed(to: job.spec.hostLabel, in: &trial)
            physical = detailed(
                blockers, shape: key.shape, spec: job.spec, agency: key.agency, for: job.id, in: trial, seeksChange: !isPromised)
            if physical.isEmpty, let patience = work.patienceBlocker(of: job.id) { physical = [patience] }
        }
        var found = deliberate + physical
        if found.isEmpty {
            found = [Blocker(.notYetExamined, "nothing keeps it: the next scheduling pass starts it", clearsWhen: ["the next pass runs"])]
        }
        explanation.blockers = Blocker.ranked(found)
        explanation.clear = clearPhrases(job, found)
        explanation.change = change(found)
        return explanation
    }

    /// What keeps a job where idle hosts have its label as soon as they are asked for: those that are kept for jobs of other labels too,
    /// for that is the order. Where they alone would do, it is said for whom they are kept.
    private func hostBlockers(_ present: Workspace, _ key: LaneKey, _ job: Job) -> [Blocker] {
        var trial = present.copy()
        let given = giveUnscrubbed(to: job.spec.hostLabel, in: &trial, keptToo: true)
        let found = trial.allBlockers(of: key, for: job.id)
        let keeper = present.reservations.all.first { !given.isDisjoint(with: $0.nodes.map(\.value)) }
        guard let keeper, !found.contains(where: { $0.code.tier >= 4 }) else { return found }
        var strict = present.copy()
        giveUnscrubbed(to: job.spec.hostLabel, in: &strict)
        return strict.allBlockers(of: key, for: job.id).contains { $0.code.tier >= 4 } ? found + [Blocker(keptFor: keeper)] : found
    }

    /// Also of a job that its agency may no longer run: what else keeps it is said all the same.
    private func understoodTicket(of job: Job) -> Ticket? {
        if let ticket = ticket(of: job) { return ticket }
        guard let shape = try? shape(of: job.terms, span: span(of: job)) else { return nil }
        return ticket(
            of: job.terms, number: job.id.number, shape: shape, agency: job.agency, priority: job.priority, time: job.time,
            submittedAt: job.submittedAt, then: rank(of: job, shape: shape))
    }

    /// One change helps only when it is all that is needed.
    private func change(_ blockers: [Blocker]) -> String? {
        let physical = blockers.filter { $0.code.tier >= 3 }
        let deliberate = blockers.filter { $0.code.tier < 3 }
        // What helps a request that the rules no longer understand is nothing that is added to it.
        guard deliberate.allSatisfy({ $0.code.tier == 2 && $0.hint != nil }),
            physical.isEmpty || physical.contains(where: { $0.hint != nil })
        else {
            return nil
        }
        let hints = deliberate.compactMap(\.hint) + physical.compactMap(\.hint).prefix(1)
        return hints.isEmpty ? nil : hints.joined(separator: ", and ")
    }

    private func clearPhrases(_ job: Job, _ blockers: [Blocker]) -> [String] {
        let codes = Set(blockers.map(\.code))
        var phrases: [String] = []
        if !codes.contains(.agencyQuota) { phrases.append("the limits of agency \(job.agency)") }
        if !codes.contains(.dependency) { phrases.append(job.spec.dependencies.isEmpty ? "dependencies: none" : "its dependencies") }
        if !codes.contains(.waitingForPower) { phrases.append("power budgets") }
        if !codes.contains(.waitingForAccelerators), !codes.contains(.waitingForTopology), !job.spec.accelerators.isEmpty {
            phrases.append("accelerators")
        }
        if !codes.contains(.waitingForNodes) {
            phrases.append(state.drains.isEmpty ? "node health" : "\(state.drains.count) drained nodes, none of which it needs")
        }
        return phrases
    }
}
