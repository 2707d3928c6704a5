import BerthModel
import HeapModule

/// The places of jobs that wait, the one first whose turn for a reservation comes first: by rung, priority with ageing, and number.
///
/// How long a job takes and how much its agency has used do not count here: so every job has its turn in the end. Places that nobody stands
/// at any more are found when their turn comes, and swept out when they are more than half.
struct AgeIndex {
    private struct Age: Comparable {
        var ticket: Ticket

        static func < (left: Age, right: Age) -> Bool {
            (left.ticket.position.lateness, left.ticket.position.number) < (right.ticket.position.lateness, right.ticket.position.number)
        }

        static func == (left: Age, right: Age) -> Bool { left.ticket == right.ticket }
    }

    /// Within one rung all jobs age alike.
    private var heaps: [Rung: Heap<Age>] = [:]
    private var count = 0

    private static let sweptFrom = 4096

    /// - Complexity: O(log places).
    mutating func insert(_ ticket: Ticket) {
        heaps[ticket.key.rung, default: Heap()].insert(Age(ticket: ticket))
        count += 1
    }

    /// - Complexity: O(places).
    mutating func insert(_ lanes: [LaneKey: [JobPosition]]) {
        for (rung, keys) in Dictionary(grouping: lanes.keys, by: \.rung) {
            let ages = keys.flatMap { key in (lanes[key] ?? []).map { Age(ticket: Ticket(key: key, position: $0)) } }
            heaps[rung] = Heap((heaps[rung].map { Array($0.unordered) } ?? []) + ages)
            count += ages.count
        }
    }

    /// - Complexity: O(rungs + log places).
    mutating func popFirst(at now: Timestamp) -> Ticket? {
        var best: (rung: Rung, ticket: Ticket)?
        for (rung, heap) in heaps {
            guard let first = heap.min?.ticket else { continue }
            if best.map({ AgeIndex.precedes(first, $0.ticket, at: now) }) ?? true { best = (rung, first) }
        }
        guard let best else { return nil }
        _ = heaps[best.rung, default: Heap()].popMin()
        count -= 1
        return best.ticket
    }

    static func precedes(_ left: Ticket, _ right: Ticket, at now: Timestamp) -> Bool {
        let (one, other) = (left.key.rung, right.key.rung)
        return (
            -one.weight, left.position.lateness - one.points(at: now), left.position.number
        ) < (-other.weight, right.position.lateness - other.points(at: now), right.position.number)
    }

    /// Forgets the places that nobody stands at, once there are more of them than of the others.
    /// - Complexity: O(1) for each insertion before.
    mutating func sweep(_ queue: PendingQueue) {
        guard count > AgeIndex.sweptFrom, count > 2 * queue.count else { return }
        let kept = heaps.values.flatMap { $0.unordered.map(\.ticket) }.filter(queue.holds)
        heaps = Dictionary(grouping: kept, by: \.key.rung).mapValues { Heap($0.map(Age.init)) }
        count = kept.count
    }
}
