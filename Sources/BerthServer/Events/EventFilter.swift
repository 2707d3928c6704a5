import BerthAPI
import BerthModel
import BerthScheduler

/// Which events a reader wants.
struct EventFilter: Sendable {
    var kinds: Set<String>?
    /// A job, a task of an array, or an array with all its tasks.
    var job: JobID?

    func matches(_ entry: JournalEntry) -> Bool {
        guard let job else { return true }
        guard case .job(let id, _) = entry.record else { return false }
        return id == job || (job.task == nil ? id.number == job.number : id == job.array)
    }

    func matches(_ event: EventView) -> Bool { kinds?.contains(event.kind) ?? true }
}
