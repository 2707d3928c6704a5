public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// What would happen to a job if it were submitted now: the same checks, and the same scheduling pass on a copy. Changes nothing.
    /// - Throws: `BerthError` for a job that would be refused for another reason than that it can never run here.
    /// - Complexity: that of one pass, and O(nodes) for the copy.
    public func plan(_ spec: JobSpec, by caller: Caller, at now: Timestamp) throws(BerthError) -> PlanReply {
        let admitted: Admission
        do {
            admitted = try admit(spec, caller)
        } catch {
            guard error.code == .neverFits || error.code == .noSuchKind else { throw error }
            return .never(error)
        }
        let whole = JobEvent.Submission(like: admitted.terms, spec, key: nil).spec
        let open = deliberateBlockers(ofNew: whole)
        let id = JobID(number: state.jobs.nextNumber, task: whole.array?.indexes.first)
        let expectation = work.outlook == nil ? nil : expectation(of: whole, admitted.shape, by: caller.user, for: admitted.agency)
        let ticket = ticket(
            of: whole, number: id.number, shape: admitted.shape, agency: admitted.agency, priority: whole.priority, time: whole.time,
            submittedAt: max(clock, now), then: rank(of: whole, expecting: expectation, by: caller.user, for: admitted.agency))
        let key = ticket.key
        var trial = work.copy()
        trial.learn(key.shape, tasks: admitted.tasks)
        guard open.isEmpty else { return .waits(Blocker.ranked(open + physicalBlockers(in: &trial, key))) }
        trial.arrayLimits[id.number] = whole.array?.limit
        if let expectation { trial.outlook?.expect(id.number, expectation) }
        trial.stand(id, at: ticket)
        let view = PassView(now: max(clock, now), jobs: state.jobs, times: state.times)
        let placed = trial.pass(view).filter { $0.id == id }.flatMap(\.members)
        guard placed.isEmpty else { return .startsNow(placed, watts: placed.reduce(.zero) { $0 + $1.accountedWatts }) }
        if let patience = trial.patienceBlocker(of: id) { return .waits([patience]) }
        return .waits(
            detailed(physicalBlockers(in: &trial, key), shape: trial.shapes[key.shape], spec: whole, agency: admitted.agency, in: trial))
    }

    private func deliberateBlockers(ofNew spec: JobSpec) -> [Blocker] {
        var blockers = spec.hold ? [Blocker(.heldByUser, "it is submitted on hold", clearsWhen: ["it is released"])] : []
        blockers += momentBlockers(of: spec)
        for dependency in spec.dependencies {
            switch state.status(of: dependency) {
            case .satisfied: continue
            case .waiting: blockers.append(Blocker(.dependency, "it waits for \(dependency)", domain: dependency.job.description))
            case .impossible:
                blockers.append(
                    Blocker(.dependencyNeverSatisfied, "\(dependency) can no longer be satisfied", domain: dependency.job.description))
            }
        }
        return blockers
    }
}
