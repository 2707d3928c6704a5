public import BerthModel

/// One job, or one task of an array, as the journal's events made it.
///
/// A million of these wait and a million run, so a job is small: what was submitted is shared by the tasks of an array, and what most jobs
/// never have (a history, somebody's name, another priority than the submitted one) stands behind one reference.
public struct Job: Sendable, Identifiable {
    /// What few jobs have.
    struct Rare: Sendable {
        /// Another than was submitted.
        var priority: Int?
        var time: Duration?
        var history: [Attempt] = []
        var by: String?
        /// Of more than two bytes.
        var exitCode: Int?
    }

    private final class RareBox: Sendable {
        let rare: Rare
        init(_ rare: Rare) { self.rare = rare }
    }

    public let id: JobID
    private var attemptWord: Int32 = 0
    /// Shared by all tasks of an array.
    let submission: JobEvent.Submission
    /// Of the current or last attempt, in the order of their numbers.
    public internal(set) var members: [Member] = []
    private var box: RareBox?
    public internal(set) var submittedAt: Timestamp
    private var placedMoment = Moment(nil)
    private var startedMoment = Moment(nil)
    private var endedMoment = Moment(nil)
    /// The journal position of its last event: two readings with the same one are alike in all that events say.
    public internal(set) var lastSequence: UInt64
    /// Why it ended, in words.
    public internal(set) var why: String?
    private var exitWord: Int16?
    public internal(set) var state: JobState
    /// Who holds it, while it is held.
    public internal(set) var holder: JobEvent.Holder?
    public internal(set) var stopReason: StopReason?
    /// Whether this attempt of a service was ever ready.
    public internal(set) var wasReady = false

    init(id: JobID, _ submission: JobEvent.Submission, at time: Timestamp, sequence: UInt64) {
        self.id = id
        self.submission = submission
        state = submission.terms.spec.hold ? .held : .pending
        holder = submission.terms.spec.hold ? .user : nil
        submittedAt = time
        lastSequence = sequence
    }

    /// Put together at each call: what decides about jobs reads `terms`.
    public var spec: JobSpec { submission.spec }
    /// Its specification without its own words: name, program, dependencies and simulation.
    var terms: JobSpec { submission.terms.spec }
    public var submitter: Submitter { submission.submitter }
    public var agency: AgencyName { submission.agency }
    public var key: String? { submission.key }

    /// Reserved above base load; zero for a job that holds nothing.
    public var watts: Watts { state.isActive ? placements.reduce(.zero) { $0 + $1.accountedWatts } : .zero }
    /// Of all members but displaced ones.
    public var placements: [MemberPlacement] {
        if members.count == 1, members[0].isPlaced { return [members[0].placement] }
        return members.lazy.filter(\.isPlaced).map(\.placement)
    }
    public var readyMembers: Int { members.count { $0.isReady } }
    public var hasLiveMembers: Bool { members.contains { $0.isLive } }

    /// When the attempt ends at the latest; nil without a limit or before the start.
    public var deadline: Timestamp? {
        guard state.isActive, let time, let start = startedAt ?? placedAt else { return nil }
        return start + time
    }

    /// The current run of a member.
    public func runID(of member: Member) -> RunID { RunID(job: id, attempt: attempt, member: member.number, run: member.run) }

    /// The position of the member whose current run this is; nil for a stale run.
    func position(of run: RunID) -> Int? {
        guard run.job == id, run.attempt == attempt, members.indices.contains(run.member), members[run.member].run == run.run else {
            return nil
        }
        return run.member
    }
}

/// What is kept in fewer bytes than it is said in.
extension Job {
    /// 0 before the first placement.
    public internal(set) var attempt: Int {
        get { Int(attemptWord) }
        set { attemptWord = Int32(newValue) }
    }

    /// Of this attempt.
    public internal(set) var placedAt: Timestamp? {
        get { placedMoment.time }
        set { placedMoment = Moment(newValue) }
    }

    /// First start of a member of this attempt.
    public internal(set) var startedAt: Timestamp? {
        get { startedMoment.time }
        set { startedMoment = Moment(newValue) }
    }

    public internal(set) var endedAt: Timestamp? {
        get { endedMoment.time }
        set { endedMoment = Moment(newValue) }
    }

    public internal(set) var exitCode: Int? {
        get { exitWord.map(Int.init) ?? box?.rare.exitCode }
        set {
            exitWord = newValue.flatMap { Int16(exactly: $0) }
            let large = exitWord == nil ? newValue : nil
            if large != box?.rare.exitCode { change { $0.exitCode = large } }
        }
    }

    public internal(set) var priority: Int {
        get { box?.rare.priority ?? submission.terms.spec.priority }
        set { if newValue != priority { change { $0.priority = newValue } } }
    }

    /// Wall time of one attempt; nil: unlimited.
    public var time: Duration? { box?.rare.time ?? submission.terms.spec.time }

    mutating func limit(to time: Duration) { change { $0.time = time } }

    /// Attempts before this one.
    public var history: [Attempt] { box?.rare.history ?? [] }

    mutating func remember(_ attempt: Attempt) { change { $0.history.append(attempt) } }

    /// Who asked for the stop, the hold or the release last.
    public internal(set) var by: String? {
        get { box?.rare.by }
        set { change { $0.by = newValue } }
    }

    private mutating func change(_ change: (inout Rare) -> Void) {
        var rare = box?.rare ?? Rare()
        change(&rare)
        box = RareBox(rare)
    }
}
