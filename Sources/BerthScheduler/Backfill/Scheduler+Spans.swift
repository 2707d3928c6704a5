import BerthModel
import BerthPolicy

/// How long jobs are expected to take, as far as the policy asks.
extension Scheduler {
    /// How long a job holds what it gets, at most; only policies that reserve ask for that.
    func span(of job: Job) -> SpanClass {
        span(time: job.time, grace: job.terms.grace, jobClass: job.terms.jobClass) { job.kin }
    }

    func span(of spec: JobSpec, by user: String, for agency: AgencyName) -> SpanClass {
        span(time: spec.time, grace: spec.grace, jobClass: spec.jobClass) { spec.kin(of: user, agency) }
    }

    /// The time limit is kept by force. Without one counts what hardly any job of its kin exceeded, and where nothing is known it may stay
    /// for ever.
    private func span(time: Duration?, grace: Duration, jobClass: JobClass, _ kin: () -> JobKin) -> SpanClass {
        guard policy.backfill.method != .none, jobClass != .service else { return .unbounded }
        // By then the scheduler ends it itself, where nobody else has.
        if let time { return span(limit: time, grace: grace) }
        return state.times.cautious(kin()) ?? .unbounded
    }

    /// Of a job with a limit: the scheduler itself ends it by then.
    func span(limit: Duration, grace: Duration) -> SpanClass { SpanClass(limit + grace + Scheduler.backstopDelay) }

    /// Time limits, in whole seconds, with which a job ends before a reservation's moment: those that pass more reservations first.
    func timeLimits(passing book: ReservationBook, _ spec: JobSpec) -> [Duration] {
        guard spec.jobClass != .service else { return [] }
        let kept = spec.grace + Scheduler.backstopDelay
        return book.all.reversed().compactMap { reservation in
            guard reservation.moment != .never else { return nil }
            let left = reservation.moment - book.now
            guard let longest = SpanClass(left).longestWithin(left), longest > kept, (longest - kept).seconds > 0 else { return nil }
            return .seconds((longest - kept).seconds)
        }
    }

    /// Where a job stands in a queue that takes the shortest first. It is asked once for each submission, so that it keeps its place.
    func expected(_ job: Job) -> SpanClass {
        guard isShortestFirst(job.terms.queue) else { return .shortest }
        if let known = expectedOf[job.id.number] { return known }
        let span = expected(time: job.time, job.kin)
        expectedOf[job.id.number] = span
        return span
    }

    func expected(_ spec: JobSpec, by user: String, for agency: AgencyName) -> SpanClass {
        isShortestFirst(spec.queue) ? expected(time: spec.time, spec.kin(of: user, agency)) : .shortest
    }

    private func isShortestFirst(_ queue: QueueName?) -> Bool { queue.map { policy.queues[$0]?.order == .shortest } ?? false }

    /// Of jobs that nothing is known of.
    static let unknownTime = Duration.seconds(3600)

    private func expected(time: Duration?, _ kin: JobKin) -> SpanClass {
        let limit = time.map(SpanClass.init)
        guard let usual = state.times.typical(kin) else { return limit ?? SpanClass(Scheduler.unknownTime) }
        return limit.map { min($0, usual) } ?? usual
    }

    /// The time limit of a job that waits was changed. Tasks of an array keep what was found for all of them.
    func forgetSpans(_ id: JobID) {
        guard id.task == nil else { return }
        shapeOf[id.number] = nil
        expectedOf[id.number] = nil
        work.outlook?.forget(id.number)
    }
}
