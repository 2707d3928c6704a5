import BerthModel
import BerthPolicy

/// One queue that is to be done soon as a whole: how much waits, and what of it holds up the end.
///
/// A job is critical once it alone takes three fifths of what is left: of the longest job that waits or still runs, and of the work that waits,
/// shared by all devices of the kinds that it may have. It stays so until it starts, so that each job changes its place once at most.
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

    private static let (criticalParts, criticalWhole) = (Int128(3), Int128(5))

    private var waiting: [UInt64: Waiting] = [:]
    /// Of those that wait.
    private var (usual, critical) = (SortedBlocks<Span>(), SortedBlocks<Span>())
    /// Submissions that are or were critical.
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

    /// - Returns: submissions that are critical from now on, the longest first, with the places where they stood.
    mutating func promote(at now: Timestamp, _ devices: [KindName: Int]) -> [(number: UInt64, places: Set<Ticket>)] {
        guard let longest = usual.last else { return [] }
        let share = kinds.keys.reduce(0) { $0 + (devices[$1] ?? 0) }
        let running = ends.last.map { $0.moment - now.milliseconds } ?? 0
        let left = max(work / Int128(max(1, share)), Int128(max(longest.best, critical.last?.best ?? 0, running)))
        var promoted: [(number: UInt64, places: Set<Ticket>)] = []
        while let span = usual.last, Int128(span.best) * MakespanQueue.criticalWhole >= left * MakespanQueue.criticalParts {
            usual.remove(span)
            critical.insert(span)
            marked.insert(span.number)
            promoted.append((span.number, waiting[span.number]?.places ?? []))
            waiting[span.number, default: Waiting()].places = []
        }
        return promoted
    }

    /// A submission stands at another place.
    mutating func move(_ number: UInt64, to ticket: Ticket) { waiting[number]?.places.insert(ticket) }
}
