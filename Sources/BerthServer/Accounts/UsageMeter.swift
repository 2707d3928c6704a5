import BerthModel
import BerthScheduler

/// What jobs held between two moments, out of the journal: each reservation counts from its placement to its end.
///
/// In memory are the jobs that are not over, and one row for each name.
struct UsageMeter {
    enum Grouping: String, CaseIterable, Sendable { case agency, user, queue, kind }

    struct Row: Hashable {
        /// Milliwatts times milliseconds.
        var microjoules = Int128(0)
        /// Thousandths of devices times milliseconds.
        var thousandthMilliseconds = Int128(0)
        var started = 0
        var ended = 0
    }

    private let grouping: Grouping
    private let since: Timestamp
    private let until: Timestamp
    private let agency: AgencyName?
    /// What was submitted, for arrays once; gone when all tasks are over.
    private var submissions: [UInt64: (submission: JobEvent.Submission, open: Int)] = [:]
    private var held: [JobID: [Int: (placement: MemberPlacement, since: Timestamp)]] = [:]
    /// Jobs that were placed at some time and are not over.
    private var started: Set<JobID> = []
    private(set) var rows: [String: Row] = [:]

    /// - Parameter agency: nil for all.
    init(by grouping: Grouping, since: Timestamp, until: Timestamp, agency: AgencyName?) {
        (self.grouping, self.since, self.until, self.agency) = (grouping, since, until, agency)
    }

    /// Takes the entries of the journal in their order. Those of jobs whose submission it was not given are passed over.
    /// - Complexity: O(members) an entry.
    mutating func take(_ entry: JournalEntry) {
        guard case .job(let id, let event) = entry.record else { return }
        if case .submitted = event {} else if submissions[id.number] == nil { return }
        switch event {
        case .submitted(let submission): submissions[id.number] = (submission, submission.spec.array?.indexes.count ?? 1)
        case .placed(_, let members):
            if started.insert(id).inserted, isWithin(entry.time) { count(id, members.first?.kind) { $0.started += 1 } }
            for member in members { held[id, default: [:]][member.member] = (member, entry.time) }
        case .displaced(let run):
            if let member = held[id]?.removeValue(forKey: run.member) { add(id, member.placement, member.since, entry.time) }
        case .requeued: giveBack(id, at: entry.time)
        case .ended:
            if isWithin(entry.time), started.contains(id) { count(id, held[id]?.values.first?.placement.kind) { $0.ended += 1 } }
            giveBack(id, at: entry.time)
            started.remove(id)
            submissions[id.number]?.open -= 1
            if submissions[id.number]?.open == 0 { submissions[id.number] = nil }
        default: break
        }
    }

    /// Counts what is still held, up to a moment.
    mutating func finish(at now: Timestamp) {
        for id in Array(held.keys) { giveBack(id, at: now) }
    }

    private func isWithin(_ moment: Timestamp) -> Bool { since <= moment && moment < until }

    private mutating func giveBack(_ id: JobID, at end: Timestamp) {
        for member in (held.removeValue(forKey: id) ?? [:]).values { add(id, member.placement, member.since, end) }
    }

    private mutating func add(_ id: JobID, _ member: MemberPlacement, _ start: Timestamp, _ end: Timestamp) {
        let milliseconds = (min(end, until) - max(start, since)).milliseconds
        guard milliseconds > 0 else { return }
        count(id, member.kind) { row in
            row.microjoules += Int128(member.accountedWatts.milliwatts) * Int128(milliseconds)
            if member.kind != nil { row.thousandthMilliseconds += Int128(member.thousandths) * Int128(milliseconds) }
        }
    }

    private mutating func count(_ id: JobID, _ kind: KindName?, _ change: (inout Row) -> Void) {
        guard let submission = submissions[id.number]?.submission, agency == nil || agency == submission.agency else { return }
        let name =
            switch grouping {
            case .agency: submission.agency.text
            case .user: submission.submitter.user
            case .queue: submission.spec.queue?.text ?? "-"
            case .kind: kind?.text ?? "-"
            }
        change(&rows[name, default: Row()])
    }
}
