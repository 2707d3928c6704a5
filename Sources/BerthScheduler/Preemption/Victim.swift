import BerthModel

/// A job that may be stopped for another, and what is lost by it.
struct Victim {
    var job: Job
    /// Of its queue: those of lighter queues go first.
    var weight: Int
    /// Work that is done again: what it has reserved since it started, in millijoules.
    var lost: Int64

    /// The cheapest first; of equals the youngest.
    static func isCheaper(_ left: Victim, _ right: Victim) -> Bool {
        (left.weight, left.lost, right.job.id) < (right.weight, right.lost, left.job.id)
    }
}

extension Job {
    /// How often it was stopped for another.
    var preemptions: Int { history.count { $0.wasPreempted } }
}

extension Attempt {
    /// Before who it was for, in the journal's words of why it waits again.
    static let preemptedWhy = "preempted for "

    public var wasPreempted: Bool { why.hasPrefix(Attempt.preemptedWhy) }
}
