import BerthModel
import BerthPlacement
import HeapModule

/// A copy of the core on which what runs is given back in the order of its expected ends, as far as somebody needs it.
struct ReleaseTimeline {
    private struct End {
        var moment: Timestamp
        var id: JobID
        var members: [MemberPlacement]
        /// Of one that is to start here, not of one that runs.
        var isReserved = false
    }

    /// When a job is expected to give back what it holds.
    private struct Due: Comparable {
        var moment: Timestamp
        var id: JobID
        /// Of one that is to start, or that has just started.
        var members: [MemberPlacement]?
        var isReserved = false

        static func < (left: Due, right: Due) -> Bool { (left.moment, left.id) < (right.moment, right.id) }
        static func == (left: Due, right: Due) -> Bool { (left.moment, left.id) == (right.moment, right.id) }
    }

    let core: PlacementCore
    private let now: Timestamp
    private let jobs: JobTable
    /// What the pass has placed.
    private let new: [JobID: [MemberPlacement]]
    /// The first ends, as many as somebody needed; moments ascend.
    private var ends: [End] = []
    /// The others.
    private var due: Heap<Due>
    /// Of `ends`, those that are given back.
    private var released = 0

    /// - Parameters:
    ///   - core: nobody else's.
    ///   - active: the jobs that hold something.
    ///   - placed: what the pass has placed, which the jobs do not tell yet.
    /// - Complexity: O(active), and O(log active) for each end that is needed.
    init(_ core: PlacementCore, active: Set<JobID>, placed: [Workspace.Placed], _ view: PassView) {
        new = Dictionary(placed.lazy.filter { !$0.isGrowth }.map { ($0.id, $0.members) }) { $1 }
        self.core = core
        now = view.now
        jobs = view.jobs
        var all: [Due] = []
        all.reserveCapacity(active.count)
        for id in active {
            // A service is not expected to end: what it holds is nobody else's.
            guard let job = view.jobs[id], job.terms.jobClass != .service else { continue }
            all.append(Due(moment: view.expectedEnd(of: job), id: id))
        }
        due = Heap(all)
    }

    /// Has so many ends at hand, as far as there are.
    private mutating func prepare(_ count: Int) {
        while ends.count < count, let next = due.popMin() {
            let members = next.members ?? new[next.id] ?? jobs[next.id]?.placements ?? []
            ends.append(End(moment: next.moment, id: next.id, members: members, isReserved: next.isReserved))
        }
    }

    /// Reservations that were given back for later ones.
    var lapsed: Set<JobID> { Set(ends.prefix(released).lazy.filter(\.isReserved).map(\.id)) }

    /// Claims members as soon as they fit, after what was claimed before, and gives them back after `span` to those that come later.
    /// - Parameter span: nil: they keep them.
    /// - Returns: nil where they do not fit when all has ended.
    mutating func reserve(_ request: PlacementRequest, for id: JobID, span: Duration?) -> (moment: Timestamp, members: [MemberPlacement])? {
        guard let found = claimEarliest(request) else { return nil }
        if let span, found.moment != .never {
            expect(End(moment: found.moment + span, id: id, members: found.members, isReserved: true))
        }
        return found
    }

    /// Takes in a job that starts now beside what was claimed before.
    /// - Parameters:
    ///   - members: of those that it still holds at the moment of the last claim, what this core does not know of.
    ///   - end: when it gives all of them back.
    mutating func start(_ job: Workspace.Placed, unknown members: [MemberPlacement], until end: Timestamp) {
        guard end > moment else { return }
        guard core.adopt(members) else { preconditionFailure("(1) pieces that a job has just got are taken on the copy where less is") }
        if end != .never { expect(End(moment: end, id: job.id, members: job.members)) }
    }

    private mutating func expect(_ end: End) {
        if let place = ends[released...].firstIndex(where: { (end.moment, end.id) < ($0.moment, $0.id) }) {
            ends.insert(end, at: place)
        } else {
            due.insert(Due(moment: end.moment, id: end.id, members: end.members, isReserved: end.isReserved))
        }
    }

    /// Claims members as soon as they fit, after what was claimed before.
    ///
    /// How many ends it takes is found by doubling, then by halving: a claim that fits after some ends fits after more.
    /// - Returns: nil where they do not fit when all has ended; then it is as before.
    /// - Complexity: O(log ends) claims, and as many releases as are needed, twice.
    private mutating func claimEarliest(_ request: PlacementRequest) -> (moment: Timestamp, members: [MemberPlacement])? {
        if let members = core.claimIfFits(request) { return (moment, members) }
        let before = released
        var (refused, step) = (before, 1)
        while true {
            prepare(refused + step)
            guard refused < ends.count else {
                // Those behind it may start sooner than the last end.
                move(to: before)
                return nil
            }
            move(to: min(ends.count, refused + step))
            if let members = core.claimIfFits(request) {
                core.release(members)
                return claim(request, after: refused, upTo: released)
            }
            refused = released
            step *= 2
        }
    }

    private mutating func claim(
        _ request: PlacementRequest, after low: Int, upTo high: Int
    ) -> (moment: Timestamp, members: [MemberPlacement]) {
        var (refused, fits) = (low, high)
        while fits - refused > 1 {
            move(to: refused + (fits - refused) / 2)
            if let members = core.claimIfFits(request) {
                core.release(members)
                fits = released
            } else {
                refused = released
            }
        }
        move(to: fits)
        guard let members = core.claimIfFits(request) else { preconditionFailure("what fitted on a copy of the core does not fit again") }
        return (moment, members)
    }

    private mutating func move(to count: Int) {
        while released < count {
            core.release(ends[released].members)
            released += 1
        }
        while released > count {
            released -= 1
            guard core.adopt(ends[released].members) else {
                preconditionFailure("(1) pieces that were given back on a copy are held there")
            }
        }
    }

    /// Of the last end that has happened.
    private var moment: Timestamp { released == 0 ? now : ends[released - 1].moment }
}
