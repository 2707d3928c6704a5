import BerthModel
import BerthPlacement
import BerthPolicy

/// What is expected of jobs, as far as the policy asks.
extension Scheduler {
    /// Where a job stands among those of equal priority.
    func rank(of job: Job, shape: Int) -> Int64 {
        if work.outlook != nil { noteExpectation(of: job, shape) }
        return switch order(of: job.terms) {
        case .submitted: job.terms.deadline?.milliseconds ?? .max
        case .shortest: expected(job).upper?.milliseconds ?? .max
        case .makespan: work.outlook?.rank(of: job.id.number) ?? .max
        }
    }

    /// Where a job would stand that is not submitted.
    func rank(of spec: JobSpec, expecting expectation: Expectation?, by user: String, for agency: AgencyName) -> Int64 {
        switch order(of: spec) {
        case .submitted: spec.deadline?.milliseconds ?? .max
        case .shortest: expected(spec, by: user, for: agency).upper?.milliseconds ?? .max
        case .makespan: expectation?.best ?? .max
        }
    }

    private func order(of spec: JobSpec) -> Policy.JobOrder { spec.queue.flatMap { policy.queues[$0]?.order } ?? .submitted }

    /// It is asked once for each submission, so that it keeps its place.
    private func noteExpectation(of job: Job, _ shape: Int) {
        guard work.outlook?[job.id.number] == nil else { return }
        let found = expectation(of: job.terms, time: job.time, shape, job.kin)
        work.outlook?.expect(job.id.number, found)
    }

    func expectation(of spec: JobSpec, _ shape: Int, by user: String, for agency: AgencyName) -> Expectation {
        expectation(of: spec, time: spec.time, shape, spec.kin(of: user, agency))
    }

    private func expectation(of spec: JobSpec, time: Duration?, _ shape: Int, _ kin: JobKin) -> Expectation {
        let request = work.shapes[shape].request
        let speeds = policy.speeds(of: spec, learnt: state.kindTimes)
        let choices = request.alternatives.map { alternative in
            let slots = alternative.partition == nil ? alternative.count : 1
            return Expectation.Choice(
                kind: alternative.kind, slots: slots, devices: slots * request.members.count,
                pace: speeds.first { $0.kind == alternative.kind && $0.slots == alternative.count }?.thousandths)
        }
        return Expectation(
            queue: spec.queue, limit: time, usual: state.times.typical(kin)?.upper, choices: choices,
            weighsWaiting: rules.objective(of: spec) == .earliestFinish && spec.jobClass != .service)
    }

    /// After a restart or a new policy: a job that runs is expected to end as if it had just been placed then.
    func expectEnd(of job: Job) {
        guard work.outlook != nil else { return }
        work.outlook?.began(
            job.id, job.placements, isService: job.terms.jobClass == .service, at: job.startedAt ?? job.placedAt ?? state.time)
    }
}
