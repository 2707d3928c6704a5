public import BerthModel

/// All jobs that were ever submitted, by number.
///
/// Numbers have no gaps, so a job is found by position and listings need no sorting.
public struct JobTable: Sendable {
    /// The tasks of one submission, and how far they are.
    struct Batch: Sendable {
        var jobs: [Job]
        let isArray: Bool
        /// Of its tasks: started at some time or over, over, succeeded.
        var started = 0
        var over = 0
        var succeeded = 0

        var shared: Job.Shared { jobs[0].shared }
    }

    private(set) var batches: [Batch] = []

    /// The number that the next submission gets.
    public var nextNumber: UInt64 { UInt64(batches.count) + 1 }

    /// All jobs and tasks, ascending by id.
    public var all: some Sequence<Job> { batches.lazy.flatMap(\.jobs) }

    /// Jobs and tasks.
    public var count: Int { batches.reduce(0) { $0 + $1.jobs.count } }

    /// - Complexity: O(1), for a task O(log tasks).
    public subscript(id: JobID) -> Job? {
        position(of: id).map { batches[$0.batch].jobs[$0.task] }
    }

    /// The job, or all tasks of the array, that a number was given to; empty for a number that was not given.
    public func jobs(numbered number: UInt64) -> [Job] { batch(number)?.jobs ?? [] }

    func batch(_ number: UInt64) -> Batch? {
        guard number > 0, number <= UInt64(batches.count) else { return nil }
        return batches[Int(number - 1)]
    }

    mutating func append(_ submission: JobEvent.Submission, at time: Timestamp, sequence: UInt64) {
        let shared = Job.Shared(submission)
        let number = nextNumber
        let ids = submission.spec.array.map { array in array.indexes.map { JobID(number: number, task: $0) } } ?? [JobID(number: number)]
        let jobs = ids.map { Job(id: $0, shared: shared, at: time, sequence: sequence) }
        batches.append(Batch(jobs: jobs, isArray: submission.spec.array != nil))
    }

    /// - Returns: false when there is no such job.
    mutating func apply(_ event: JobEvent, to id: JobID, at time: Timestamp, sequence: UInt64) throws(BerthError) -> Bool {
        guard let (batch, task) = position(of: id) else { return false }
        let hadStarted = batches[batch].jobs[task].hasEverStarted
        try batches[batch].jobs[task].apply(event, at: time)
        batches[batch].jobs[task].lastSequence = sequence
        let state = batches[batch].jobs[task].state
        if !hadStarted, batches[batch].jobs[task].hasEverStarted { batches[batch].started += 1 }
        if state.isFinal { batches[batch].over += 1 }
        if state == .succeeded { batches[batch].succeeded += 1 }
        return true
    }

    private func position(of id: JobID) -> (batch: Int, task: Int)? {
        guard id.number <= UInt64(batches.count) else { return nil }
        let batch = Int(id.number - 1)
        guard batches[batch].isArray else { return id.task == nil ? (batch, 0) : nil }
        guard let task = id.task, let array = batches[batch].shared.submission.spec.array else { return nil }
        let found = array.indexes.lowerBound(of: task)
        return found < array.indexes.count && array.indexes[found] == task ? (batch, found) : nil
    }
}

extension Job {
    /// What `after` waits for: some attempt has started, or the job is over.
    var hasEverStarted: Bool { startedAt != nil || !history.isEmpty || state.isFinal }
}

extension Array where Element: Comparable {
    /// The first position whose element is not below `value`, in an ascending array.
    func lowerBound(of value: Element) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
