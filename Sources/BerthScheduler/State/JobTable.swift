public import BerthModel

/// All jobs that were ever submitted, by number.
///
/// Numbers have no gaps and tasks of an array follow each other, so a job is found by position, and listings need no sorting.
public struct JobTable: Sendable {
    /// How far the tasks of a submission are; a job that is no array is one task.
    struct Tally: Hashable, Sendable {
        var tasks: Int
        /// Started at some time, or over.
        var started = 0
        var over = 0
        var succeeded = 0
    }

    /// A submission with its tasks.
    struct Batch: Sendable {
        let jobs: [Job]
        let isArray: Bool
        let tally: Tally

        var started: Int { tally.started }
        var over: Int { tally.over }
        var succeeded: Int { tally.succeeded }
        var submission: JobEvent.Submission { jobs[0].submission }
    }

    private var jobs = Blocks<Job>()
    /// For each number the position of its first job. Four bytes: 4,294,967,295 jobs would take 700 GiB.
    private var starts: [UInt32] = []
    /// Of arrays.
    private var tallies: [UInt64: Tally] = [:]
    /// Terms that jobs have, by fingerprint, so that jobs that come may share them. A memory only: what is left out is kept twice.
    private var terms: [Int: JobTerms] = [:]
    private static let termsMax = 131_072

    /// The number that the next submission gets.
    public var nextNumber: UInt64 { UInt64(starts.count) + 1 }

    /// All jobs and tasks, ascending by id.
    public var all: some Sequence<Job> { jobs.all }

    /// Jobs and tasks.
    public var count: Int { jobs.count }

    /// - Complexity: O(1), for a task O(log tasks).
    public subscript(id: JobID) -> Job? {
        position(of: id).map { jobs[$0] }
    }

    /// The job, or all tasks of the array, that a number was given to; empty for a number that was not given.
    /// - Complexity: O(tasks).
    public func jobs(numbered number: UInt64) -> [Job] { positions(of: number).map { $0.map { jobs[$0] } } ?? [] }

    /// - Complexity: O(tasks).
    func batch(_ number: UInt64) -> Batch? {
        guard let tally = tally(number) else { return nil }
        return Batch(jobs: jobs(numbered: number), isArray: tallies[number] != nil, tally: tally)
    }

    /// What was submitted under a number.
    /// - Complexity: O(1).
    func submission(_ number: UInt64) -> JobEvent.Submission? { positions(of: number).map { jobs[$0.lowerBound].submission } }

    /// - Complexity: O(1).
    func tally(_ number: UInt64) -> Tally? {
        guard let positions = positions(of: number) else { return nil }
        guard positions.count == 1, jobs[positions.lowerBound].id.task == nil else { return tallies[number] }
        let job = jobs[positions.lowerBound]
        return Tally(
            tasks: 1, started: job.hasEverStarted ? 1 : 0, over: job.state.isFinal ? 1 : 0, succeeded: job.state == .succeeded ? 1 : 0)
    }

    mutating func append(_ submission: JobEvent.Submission, at time: Timestamp, sequence: UInt64) {
        let submission = sharing(submission)
        let number = nextNumber
        starts.append(UInt32(jobs.count))
        guard let array = submission.terms.spec.array else {
            return jobs.append(Job(id: JobID(number: number), submission, at: time, sequence: sequence))
        }
        for task in array.indexes { jobs.append(Job(id: JobID(number: number, task: task), submission, at: time, sequence: sequence)) }
        tallies[number] = Tally(tasks: array.indexes.count)
    }

    /// Terms that some jobs have and that are the same; else these.
    func known(_ terms: JobTerms) -> JobTerms {
        guard let known = self.terms[terms.fingerprint], known == terms else { return terms }
        return known
    }

    /// The submission with the terms that other jobs have, where they are the same.
    private mutating func sharing(_ submission: JobEvent.Submission) -> JobEvent.Submission {
        if let known = terms[submission.terms.fingerprint] {
            if known === submission.terms { return submission }
            if known == submission.terms { return submission.sharing(known) }
        } else if terms.count >= JobTable.termsMax {
            terms = [:]
        }
        terms[submission.terms.fingerprint] = submission.terms
        return submission
    }

    /// - Returns: false when there is no such job.
    mutating func apply(_ event: JobEvent, to id: JobID, at time: Timestamp, sequence: UInt64) throws(BerthError) -> Bool {
        guard let position = position(of: id) else { return false }
        guard id.task != nil else {
            try jobs[position].apply(event, at: time, sequence: sequence)
            return true
        }
        let hadStarted = jobs[position].hasEverStarted
        try jobs[position].apply(event, at: time, sequence: sequence)
        let state = jobs[position].state
        if !hadStarted, jobs[position].hasEverStarted { tallies[id.number]?.started += 1 }
        if state.isFinal { tallies[id.number]?.over += 1 }
        if state == .succeeded { tallies[id.number]?.succeeded += 1 }
        return true
    }

    private func positions(of number: UInt64) -> Range<Int>? {
        guard number > 0, number <= UInt64(starts.count) else { return nil }
        let index = Int(number)
        return Int(starts[index - 1])..<(index < starts.count ? Int(starts[index]) : jobs.count)
    }

    private func position(of id: JobID) -> Int? {
        guard let positions = positions(of: id.number) else { return nil }
        guard let task = id.task else { return jobs[positions.lowerBound].id.task == nil ? positions.lowerBound : nil }
        guard let array = jobs[positions.lowerBound].terms.array else { return nil }
        let found = array.indexes.lowerBound(of: task)
        return found < array.indexes.count && array.indexes[found] == task ? positions.lowerBound + found : nil
    }
}

extension Job {
    /// What `after` waits for: some attempt has started, or the job is over.
    var hasEverStarted: Bool { startedAt != nil || !history.isEmpty || state.isFinal }

    fileprivate mutating func apply(_ event: JobEvent, at time: Timestamp, sequence: UInt64) throws(BerthError) {
        try apply(event, at: time)
        lastSequence = sequence
    }
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
