import BerthModel
import BerthPolicy

extension SchedulerState {
    /// Learns how long a job took that is over, where it ran and was not meant to run for ever.
    mutating func learn(_ id: JobID) {
        guard let job = jobs[id], job.terms.jobClass != .service, let start = job.startedAt, let end = job.endedAt else { return }
        times.add(end - start, of: job.kin)
    }
}
