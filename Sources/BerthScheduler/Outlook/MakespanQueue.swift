import BerthModel
import BerthPolicy

/// One queue that is to be done soon as a whole: how much waits, and what of it holds up the end.
///
/// A job is critical once it alone takes three fifths of what is left: of the longest job that waits or still runs, and of the work that
/// waits, shared by all devices of the kinds that the queue's jobs may have. It is critical no longer once it takes less than half: between
/// two moves of a job what is left has changed by a sixth, so jobs that are alike do not go to and fro.
struct MakespanQueue: Sendable {
    private struct Span: Comparable, Sendable {
        var best: Int64
        var number: UInt64

        static func < (left: Span, right: Span) -> Bool { (left.best, left.number) < (right.best, right.number) }
    }

    private struct Waiting: Sendable {
        var tasks = 0
        var places: Set<Ticket> = []
    }

    /// Of what is left: a job that takes so much becomes critical, and one that takes less than half of it is so no longer.
    private static let (becomingParts, becomingWhole) = (Int128(3), Int128(5))

    private var waiting: [UInt64: Waiting] = [:]
    /// Of those that wait.
    private var (usual, critical) = (SortedBlocks<Span>(), SortedBlocks<Span>())
    /// Submissions that are critical, those among them that run.
    private var marked: Set<UInt64> = []
    /// Devices times milliseconds of what waits.
    private(set) var work = Int128(0)
    /// Submissions that wait, by the kinds that they may have.
    private var kinds: [KindName: Int] = [:]
    /// Of what runs.
    private var ends = SortedBlocks<Outlook.End>()

    func isCritical(_ number: UInt64) -> Bool { marked.contains(number) }

    mutating func add(_ expectation: Expectation, at ticket: Ticket, tasks: Int) {
        let number = ticket.position.number
        if waiting[number] == nil {
            let span = Span(best: expectation.best, number: number)
            if isCritical(number) { critical.insert(span) } else { usual.insert(span) }
            for kind in MakespanQueue.kinds(of: expectation) { kinds[kind, default: 0] += 1 }
        }
        waiting[number, default: Waiting()].tasks += tasks
        waiting[number, default: Waiting()].places.insert(ticket)
        work += expectation.work * Int128(tasks)
    }

    mutating func remove(_ number: UInt64, _ expectation: Expectation, tasks: Int) {
        guard waiting[number] != nil else { return }
        work -= expectation.work * Int128(tasks)
        waiting[number, default: Waiting()].tasks -= tasks
        guard let left = waiting[number]?.tasks, left <= 0 else { return }
        waiting[number] = nil
        let span = Span(best: expectation.best, number: number)
        if !usual.remove(span) { critical.remove(span) }
        for kind in MakespanQueue.kinds(of: expectation) {
            kinds[kind, default: 0] -= 1
            if kinds[kind] == 0 { kinds[kind] = nil }
        }
    }

    mutating func forget(_ number: UInt64) { marked.remove(number) }

    mutating func began(_ end: Outlook.End) { ends.insert(end) }
    mutating func ended(_ end: Outlook.End) { ends.remove(end) }

    private static func kinds(of expectation: Expectation) -> Set<KindName> { Set(expectation.choices.compactMap(\.kind)) }

    /// Finds out anew who is critical.
    /// - Returns: submissions that have become so, the longest first, and those that are so no longer, the shortest first, with the places
    ///   where they stood.
    mutating func rearrange(at now: Timestamp, _ devices: [KindName: Int]) -> [(number: UInt64, places: Set<Ticket>)] {
        guard let longest = [usual.last?.best, critical.last?.best].compactMap(\.self).max() else { return [] }
        let share = kinds.keys.reduce(0) { $0 + (devices[$1] ?? 0) }
        let running = ends.last.map { $0.moment - now.milliseconds } ?? 0
        let left = max(work / Int128(max(1, share)), Int128(max(longest, running)))
        var moved: [UInt64] = []
        while let span = usual.last, Int128(span.best) * MakespanQueue.becomingWhole >= left * MakespanQueue.becomingParts {
            usual.remove(span)
            critical.insert(span)
            marked.insert(span.number)
            moved.append(span.number)
        }
        while let span = critical.first, Int128(span.best) * 2 < left {
            critical.remove(span)
            usual.insert(span)
            marked.remove(span.number)
            moved.append(span.number)
        }
        return moved.map { number in
            defer { waiting[number, default: Waiting()].places = [] }
            return (number, waiting[number]?.places ?? [])
        }
    }

    /// A submission stands at another place.
    mutating func move(_ number: UInt64, to ticket: Ticket) { waiting[number]?.places.insert(ticket) }
}
