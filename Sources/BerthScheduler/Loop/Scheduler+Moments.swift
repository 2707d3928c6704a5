import BerthModel
import BerthPolicy

/// What keeps a job from standing in the queue, and for how long: its begin, its deadline, and a queue that is stopped.
extension Scheduler {
    /// Whether a pending job may be placed as far as the clock and its queue are concerned.
    func mayStand(_ job: Job) -> Bool { !isStopped(job.terms.queue) && job.terms.begin.map { $0 <= clock } ?? true }

    private func isStopped(_ queue: QueueName?) -> Bool { queue.flatMap { policy.queues[$0]?.isStopped } ?? false }

    /// Has the scheduler look at a job when its time comes, and when it is over.
    func watchMoments(of job: Job) {
        guard job.state == .pending || job.state == .held else { return }
        if let begin = job.terms.begin, begin > clock { timers.add(.begin(job.id.number), at: begin) }
        if let last = lastStart(of: job.terms, time: job.time) { timers.add(.tooLate(job.id.number), at: last + .milliseconds(1)) }
    }

    /// Has the scheduler look at a submission when the time of its tasks comes: some of them may run or be over already, and some may have
    /// another time limit than the rest.
    func watchMoments(_ number: UInt64) {
        var known: Set<Duration?> = []
        for job in state.jobs.jobs(numbered: number) where job.state == .pending || job.state == .held {
            if known.insert(job.time).inserted { watchMoments(of: job) }
        }
    }

    /// The last moment at which a job may start and still end before its deadline, if it takes all its time.
    private func lastStart(of spec: JobSpec, time: Duration?) -> Timestamp? { spec.deadline.map { $0 + (.zero - (time ?? .zero)) } }

    /// - Returns: whether it is over.
    func endIfTooLate(_ job: Job) -> Bool {
        guard job.state == .pending || job.state == .held, let deadline = job.terms.deadline,
            let last = lastStart(of: job.terms, time: job.time), last < clock
        else { return false }
        let why = job.time.map { ", for it may take \($0.short)" } ?? ""
        end(job, .unsatisfiable, code: nil, why: "it can no longer end before its deadline, \(deadline)\(why)")
        return true
    }

    /// - Throws: `BerthError` with code `invalidJob` for a job that cannot end before its deadline, or begins too late for that.
    func requireTime(_ spec: JobSpec) throws(BerthError) {
        guard let deadline = spec.deadline, let last = lastStart(of: spec, time: spec.time) else { return }
        let start = max(clock, spec.begin ?? clock)
        guard start > last else { return }
        throw BerthError(
            .invalidJob,
            spec.time.map { "a job that may take \($0.short) and starts at \(start) cannot end before its deadline, \(deadline)" }
                ?? "the deadline, \(deadline), is over at \(start)", field: "/deadline",
            hint: spec.time == nil ? "name a later one" : "name a later one, or a shorter time limit")
    }

    /// Counts jobs that are not over against the limits on them.
    func countJobs(_ count: Int, like job: Job) { countJobs(count, of: job.submission.terms) }

    func countJobs(_ count: Int, of terms: JobTerms) {
        work.usage.addJobs(count, of: work.number(of: terms.agency), user: terms.submitter.uid)
        work.usage.addJobs(count, in: terms.spec.queue, user: terms.submitter.uid)
    }

    func momentBlockers(of spec: JobSpec) -> [Blocker] {
        var blockers: [Blocker] = []
        if let queue = spec.queue, isStopped(queue) {
            blockers.append(
                Blocker(
                    .queueStopped, "queue \"\(queue)\" is stopped", domain: queue.text,
                    clearsWhen: ["an operator sets queues.\(queue).stopped to false"]))
        }
        if let begin = spec.begin, begin > clock {
            blockers.append(Blocker(.beginTime, "it begins at \(begin)", clearsWhen: ["it is \(begin)"]))
        }
        return blockers
    }
}
