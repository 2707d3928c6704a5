import BerthModel
import BerthScheduler

/// Which jobs a listing or a cancellation is about: those that match everything that is given.
struct JobFilter: Sendable {
    var states: Set<JobState>?
    var queue: String?
    var agency: String?
    var name: String?
    /// Only jobs of this user.
    var uid: UInt32?
    /// Only jobs of the user of this name.
    var user: String?
    /// Only jobs that were over at this moment or later, and before that one.
    var since: Timestamp?
    var until: Timestamp?

    func matches(_ job: Job) -> Bool {
        (states?.contains(job.state) ?? true) && (uid.map { $0 == job.submitter.uid } ?? true)
            && (agency.map { $0 == job.agency.text } ?? true)
            && (name.map { $0 == job.spec.name } ?? true) && (queue.map { $0 == job.spec.queue?.text } ?? true)
            && (user.map { $0 == job.submitter.user } ?? true) && ended(job)
    }

    private func ended(_ job: Job) -> Bool {
        guard since != nil || until != nil else { return true }
        guard let end = job.endedAt else { return false }
        return end >= since ?? end && (until.map { end < $0 } ?? true)
    }

    /// States by name.
    /// - Throws: `usage` with the nearest state.
    static func states(_ words: some Sequence<String>) throws(BerthError) -> Set<JobState> {
        var states: Set<JobState> = []
        for word in words {
            guard let state = JobState(rawValue: word) else {
                let known = JobState.allCases.map(\.rawValue)
                let near = Spelling.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
                throw BerthError(
                    .usage, "\"\(word.prefix(80))\" is not a state", field: "state", hint: near ?? "known: \(known.joined(separator: ", "))"
                )
            }
            states.insert(state)
        }
        return states
    }
}
