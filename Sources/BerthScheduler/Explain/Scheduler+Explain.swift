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
        var explanation = Explanation(
            job: job.id, state: job.state, request: job.spec.requestLine, blockers: [], clear: [], change: nil, sequence: state.sequence)
        guard job.state == .pending || job.state == .held else { return explanation }
        let deliberate = deliberateBlockers(of: job)
        var physical: [Blocker] = []
        if let key = ticket(of: job)?.key {
            var trial = work.copy()
            physical = detailed(
                physicalBlockers(in: &trial, key, for: job.id), shape: trial.shapes[key.shape], spec: job.spec, agency: job.agency,
                in: trial)
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

    /// What the pass would say to one more job of this lane, and what would be short besides when its agency's limits already say
    /// no. Claims only on the copy.
    func physicalBlockers(in trial: inout Workspace, _ key: LaneKey, for id: JobID? = nil) -> [Blocker] {
        let request = trial.shapes[key.shape].request
        trial.known.forget()
        let blockers = trial.blockers(of: key, for: id)
        guard !blockers.isEmpty, blockers.allSatisfy({ $0.code.tier == 3 }), case .blocked(let shortages) = trial.core.plan(request) else {
            return blockers
        }
        return blockers + shortages.map(Blocker.init)
    }

    /// One change helps only when it is all that is needed.
    private func change(_ blockers: [Blocker]) -> String? {
        let physical = blockers.filter { $0.code.tier >= 3 }
        let deliberate = blockers.filter { $0.code.tier < 3 }
        guard deliberate.allSatisfy({ $0.hint != nil }), physical.isEmpty || physical.contains(where: { $0.hint != nil }) else {
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
