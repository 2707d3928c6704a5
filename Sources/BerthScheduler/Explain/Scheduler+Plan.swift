public import BerthModel
import BerthPlacement
public import BerthPolicy

extension Scheduler {
    /// What would happen to a job if it were submitted now: the same checks, and the same scheduling pass on a copy. Changes nothing.
    /// - Throws: `BerthError` for a job that would be refused for another reason than that it can never run here.
    /// - Complexity: that of one pass, and O(nodes) for the copy.
    public func plan(_ spec: JobSpec, by caller: Caller, at now: Timestamp) throws(BerthError) -> PlanReply {
        let admitted: Admitted
        do {
            admitted = try admit(spec, caller)
        } catch {
            guard error.code == .neverFits || error.code == .noSuchKind else { throw error }
            return .never(error)
        }
        let open = deliberateBlockers(ofNew: admitted.spec)
        let id = JobID(number: state.jobs.nextNumber, task: admitted.spec.array?.indexes.first)
        let ticket = ticket(
            of: admitted.spec, number: id.number, shape: admitted.shape, agency: admitted.agency, priority: admitted.spec.priority,
            time: admitted.spec.time, submittedAt: max(clock, now),
            expected: expected(admitted.spec, by: caller.user, for: admitted.agency))
        let key = ticket.key
        var trial = work.copy()
        trial.learn(key.shape, tasks: admitted.spec.array?.indexes.count ?? 1)
        guard open.isEmpty else { return .waits(Blocker.ranked(open + physicalBlockers(in: &trial, key))) }
        trial.arrayLimits[id.number] = admitted.spec.array?.limit
        trial.queue.insert(id, at: ticket)
        trial.arrived(ticket)
        let view = PassView(now: max(clock, now), jobs: state.jobs, times: state.times)
        let placed = trial.pass(view).filter { $0.id == id }.flatMap(\.members)
        guard placed.isEmpty else { return .startsNow(placed, watts: placed.reduce(.zero) { $0 + $1.accountedWatts }) }
        return .waits(
            detailed(
                physicalBlockers(in: &trial, key), shape: trial.shapes[key.shape], spec: admitted.spec, agency: admitted.agency, in: trial))
    }

    private func deliberateBlockers(ofNew spec: JobSpec) -> [Blocker] {
        var blockers = spec.hold ? [Blocker(.heldByUser, "it is submitted on hold", clearsWhen: ["it is released"])] : []
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
