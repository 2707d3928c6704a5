import BerthModel
import BerthPolicy

/// What a pass reads of the jobs besides the queue: when they were submitted, and when those that run are expected to end.
struct PassView {
    let now: Timestamp
    let jobs: JobTable
    let times: RunTimes

    /// An end that is overdue is expected after another sixteenth of the time that the job has run, so that nobody looks again each moment.
    private static let overdueParts: Int64 = 16
    private static let overdueLeast = Duration.seconds(1)

    /// When a job that holds something gives it back.
    /// - Returns: `never` for a service, and for a job without a time limit of whose kin none ran so long.
    func expectedEnd(of job: Job) -> Timestamp {
        guard job.spec.jobClass != .service else { return .never }
        // What this pass placed has not started yet.
        let start = job.startedAt ?? job.placedAt ?? now
        let age = now - start
        let least = now + max(PassView.overdueLeast, .milliseconds(age.milliseconds / PassView.overdueParts))
        // It was told to end, and will.
        if job.state == .stopping { return min(least, now + PassView.overdueLeast) }
        // The limit is kept by force, at the latest by the scheduler itself; what was learnt is only likely.
        if let time = job.time { return max(start + time + job.terms.grace + Scheduler.backstopDelay, least) }
        guard let whole = times.ending(job.kin, after: age)?.upper else { return .never }
        return max(start + whole, least)
    }
}

extension Job {
    /// What it has in common with jobs that take as long.
    var kin: JobKin { terms.kin(of: submitter.user, agency) }
}

extension JobSpec {
    func kin(of user: String, _ agency: AgencyName) -> JobKin {
        let each = accelerators.first.map { $0.partition == nil ? $0.count : 1 } ?? 0
        return JobKin(user: user, agency: agency, queue: queue, devices: members.min * each)
    }
}
