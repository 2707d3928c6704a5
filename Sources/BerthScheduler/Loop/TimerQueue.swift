import BerthModel
import HeapModule

/// Moments at which the scheduler acts by itself. Timers are never taken out: one that no longer applies is dropped when it fires.
struct TimerQueue {
    enum Kind: Hashable {
        /// A replica is started again.
        case restart(RunID)
        /// A job that should have ended by now is told to stop.
        case backstop(JobID, attempt: Int)
        /// The jobs of a number may be placed from now on.
        case begin(UInt64)
        /// The jobs of a number may no longer end before their deadline.
        case tooLate(UInt64)
        /// A node, by position, may have been silent for too long.
        case lease(Int)
        /// A node that was lost too often may take members again.
        case steady(NodeName)
        /// A scheduled policy takes effect.
        case policy(Int)
    }

    private struct Timer: Comparable {
        var moment: Timestamp
        /// Timers of one moment fire in the order in which they were set.
        var order: Int
        var kind: Kind

        static func < (left: Timer, right: Timer) -> Bool { (left.moment, left.order) < (right.moment, right.order) }
    }

    private var heap = Heap<Timer>()
    private var set = 0

    var next: Timestamp? { heap.min?.moment }

    mutating func add(_ kind: Kind, at moment: Timestamp) {
        set += 1
        heap.insert(Timer(moment: moment, order: set, kind: kind))
    }

    /// The next timer that is due, taken out.
    mutating func pop(until now: Timestamp) -> Kind? {
        guard let first = heap.min, first.moment <= now else { return nil }
        return heap.popMin()?.kind
    }
}
