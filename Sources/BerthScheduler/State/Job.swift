public import BerthModel

/// One job, or one task of an array, as the journal's events made it.
public struct Job: Sendable, Identifiable {
    /// What was submitted, shared by all tasks of an array.
    final class Shared: Sendable {
        let submission: JobEvent.Submission
        init(_ submission: JobEvent.Submission) { self.submission = submission }
    }

    public let id: JobID
    let shared: Shared
    public internal(set) var state: JobState
    /// Who holds it, while it is held.
    public internal(set) var holder: JobEvent.Holder?
    public internal(set) var priority: Int
    /// Wall time of one attempt; nil: unlimited.
    public internal(set) var time: Duration?
    /// 0 before the first placement.
    public internal(set) var attempt: Int
    /// Of the current or last attempt, in the order of their numbers.
    public internal(set) var members: [Member]
    /// Attempts before this one.
    public internal(set) var history: [Attempt]
    /// Whether this attempt of a service was ever ready.
    public internal(set) var wasReady: Bool
    public internal(set) var submittedAt: Timestamp
    /// Of this attempt.
    public internal(set) var placedAt: Timestamp?
    /// First start of a member of this attempt.
    public internal(set) var startedAt: Timestamp?
    public internal(set) var endedAt: Timestamp?
    public internal(set) var stopReason: StopReason?
    /// Who asked for the stop, the hold or the release last.
    public internal(set) var by: String?
    public internal(set) var exitCode: Int?
    /// Why it ended, in words.
    public internal(set) var why: String?
    /// The journal position of its last event: two readings with the same one are alike in all that events say.
    public internal(set) var lastSequence: UInt64

    init(id: JobID, shared: Shared, at time: Timestamp, sequence: UInt64) {
        let spec = shared.submission.spec
        self.id = id
        self.shared = shared
        state = spec.hold ? .held : .pending
        holder = spec.hold ? .user : nil
        priority = spec.priority
        self.time = spec.time
        attempt = 0
        members = []
        history = []
        wasReady = false
        submittedAt = time
        lastSequence = sequence
    }

    public var spec: JobSpec { shared.submission.spec }
    public var submitter: Submitter { shared.submission.submitter }
    public var agency: AgencyName { shared.submission.agency }
    public var key: String? { shared.submission.key }

    /// Reserved above base load; zero for a job that holds nothing.
    public var watts: Watts { state.isActive ? placements.reduce(.zero) { $0 + $1.accountedWatts } : .zero }
    /// Of all members but displaced ones.
    public var placements: [MemberPlacement] { members.lazy.filter(\.isPlaced).map(\.placement) }
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
