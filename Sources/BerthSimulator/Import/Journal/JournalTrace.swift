package import BerthModel
import BerthScheduler
package import BerthStorage

/// The jobs of a journal of berthd, in the order of their submission: what this daemon lived through, to be simulated under another policy.
///
/// Each task of an array is a job. A job's duration is that of its last attempt, from the first process that was started to its end. It is
/// known only where the journal tells the end, so jobs are held until then; where more than `heldMax` are held, the oldest is given with
/// unknown duration and counted.
package struct JournalTrace: TraceSource {
    /// As many as a daemon has running and queued at most.
    package static let heldUsual = 2_000_000
    private static let pageEntries = 4096

    /// A job that is not given yet.
    private struct Held {
        var job: TraceJob
        var attempt = 0
        var started: Timestamp?
        var hasEnded = false
        /// It was over before the time that is asked for.
        var isPast = false
    }

    private let reader: JournalReader
    private let heldMax: Int
    /// Jobs that were over before are left out, and those that came before come now.
    private let since: Timestamp?
    private var sequence: UInt64 = 0
    private var page: [JournalEntry] = []
    private var cursor = 0
    private var isRead = false
    /// In order of submission; those before `given` are gone.
    private var held: [Held] = []
    private var given = 0
    /// Positions, counted from the first job of the journal, of those that are held and have not ended.
    private var positions: [JobID: Int] = [:]
    /// The position of `held[0]`.
    private var base = 0
    private var tally: ImportReport

    /// - Parameters:
    ///   - name: of the state directory, for messages.
    ///   - heldMax: jobs held at most besides one array, 1 and up; some 300 bytes each.
    ///   - since: only what waited, ran or came from then on: a job that ran then comes at that moment with what was left of its time.
    package init(_ reader: JournalReader, name: String, since: Timestamp? = nil, heldMax: Int = JournalTrace.heldUsual) {
        precondition(heldMax > 0, "\(heldMax) held jobs")
        self.since = since
        self.reader = reader
        self.heldMax = heldMax
        tally = ImportReport(name: name)
    }

    /// - Throws: `BerthError` with code `stateMissing`, `stateForeign`, `stateCorrupt`, `notAllowed` or `inputOutput`.
    package init(stateDirectory path: String, since: Timestamp? = nil) throws(BerthError) {
        self.init(try JournalReader.open(stateDirectory: path), name: path, since: since)
    }

    /// Rows are entries of the journal, lines are sequences.
    package var report: ImportReport { tally }

    /// - Throws: `stateCorrupt` at the first entry that is damaged; `inputOutput`.
    package mutating func next() throws(BerthError) -> TraceJob? {
        while true {
            if given < held.count, held[given].hasEnded || isRead || held.count - given > heldMax {
                if let job = give() { return job }
            } else if isRead {
                return nil
            } else if let entry = try nextEntry() {
                apply(entry)
            } else {
                isRead = true
            }
        }
    }

    /// Takes the oldest job out; nil where it was counted and left out.
    private mutating func give() -> TraceJob? {
        let first = held[given]
        given += 1
        if given >= 4096, given * 2 >= held.count {
            held.removeFirst(given)
            base += given
            given = 0
        }
        guard !first.isPast else { return nil }
        guard first.hasEnded else {
            if let id = JobID(first.job.id) { positions[id] = nil }
            tally.count(.unfinished, line: first.job.line, job: first.job.id)
            return first.job
        }
        guard first.job.duration != nil else {
            tally.count(.neverRan, line: first.job.line, job: first.job.id)
            return nil
        }
        return first.job
    }

    private mutating func nextEntry() throws(BerthError) -> JournalEntry? {
        if cursor == page.count {
            do {
                page = try reader.entries(after: sequence, limit: JournalTrace.pageEntries)
            } catch {
                throw (error as? BerthError) ?? BerthError(.inputOutput, "\(error)", field: tally.name, cause: error)
            }
            cursor = 0
            guard !page.isEmpty else { return nil }
        }
        defer { cursor += 1 }
        sequence = page[cursor].sequence
        tally.rows += 1
        return page[cursor]
    }

    private mutating func apply(_ entry: JournalEntry) {
        guard case .job(let id, let event) = entry.record else { return }
        if case .submitted(let submission) = event {
            for task in submission.spec.array?.indexes.map(Optional.some) ?? [nil] {
                let task = JobID(number: id.number, task: task)
                positions[task] = base + held.count
                let arrival = max(entry.time, since ?? entry.time)
                held.append(Held(job: TraceJob(submission, id: task, sequence: entry.sequence, at: arrival)))
            }
            return
        }
        guard let position = positions[id].map({ $0 - base }) else { return }
        switch event {
        case .placed(let attempt, _) where attempt != held[position].attempt:
            (held[position].attempt, held[position].started) = (attempt, nil)
        case .started(let run, _) where run.attempt == held[position].attempt && held[position].started == nil:
            held[position].started = entry.time
        case .requeued: held[position].started = nil
        case .updated(let priority?, _, _): held[position].job.priority = priority
        case .ended:
            held[position].hasEnded = true
            held[position].job.duration = held[position].started.map { entry.time - max($0, since ?? $0) }
            held[position].isPast = since.map { entry.time <= $0 } ?? false
            positions[id] = nil
        default: break
        }
    }
}

extension TraceJob {
    /// - Parameter id: of the job or of one task of it.
    fileprivate init(_ submission: JobEvent.Submission, id: JobID, sequence: UInt64, at time: Timestamp) {
        let spec = submission.spec
        self.init(
            id: id.description, line: Int(sequence), arrival: time, members: spec.members.min,
            choices: spec.accelerators.map { DeviceChoice(kind: $0.kind, count: $0.count, partition: $0.partition) }, duration: nil)
        jobClass = spec.jobClass
        cores = spec.cpus
        memory = spec.memory
        agency = submission.agency.text
        user = submission.submitter.user
        priority = spec.priority
        submitted = spec
    }
}
