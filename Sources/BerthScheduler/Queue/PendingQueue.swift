import BerthModel
import BerthPolicy
import DequeModule

/// The jobs that may be placed now, in policy order: higher rank first, then the order of submission.
///
/// Jobs of one rank, shape and agency stand in one lane. A lane that is blocked stays blocked, whatever arrives in it, until something
/// is given back: so twenty thousand identical jobs cost one question to the placement core, not twenty thousand.
struct PendingQueue: Sendable {
    struct LaneKey: Hashable, Sendable {
        var rank: Int
        var shape: Int
        var agency: AgencyName
        /// In queues that take the shortest first: how long it usually takes.
        var expected = SpanClass.shortest
    }

    struct Entry: Sendable {
        var number: UInt64
        /// The next task; -1 for a job that is not an array.
        var next: Int
        /// Indexes of the tasks after it, descending: the next but one is the last.
        var later: [Int] = []
        /// The next one first.
        var ids: some Sequence<JobID> {
            [[next], later.reversed()].joined().lazy.map { JobID(number: number, task: $0 < 0 ? nil : $0) }
        }
        var id: JobID { JobID(number: number, task: next < 0 ? nil : next) }

        mutating func insert(_ task: Int) {
            let after = max(next, task)
            next = min(next, task)
            later.insert(after, at: later.firstIndex { $0 < after } ?? later.count)
        }

        /// - Returns: false when it was the only one, or is not there.
        mutating func remove(_ task: Int) -> Bool {
            if task == next {
                guard let following = later.popLast() else { return false }
                next = following
            } else {
                guard let place = later.lastIndex(of: task) else { return false }
                later.remove(at: place)
            }
            return true
        }

        func holds(_ task: Int) -> Bool { task == next || later.contains(task) }
    }

    struct Lane: Sendable {
        /// Ascending by number.
        var entries: Deque<Entry> = []
        /// Why its first job waited, when it was last examined; empty where nobody has asked; nil when it is to be examined.
        var blockers: [Blocker]?

        /// - Returns: whether the lane is to be examined.
        mutating func insert(_ entry: Entry) -> Bool {
            entries.insert(entry, at: position(of: entry.number))
            return blockers == nil
        }

        /// - Returns: whether nothing is left; nil for a job that is not there.
        mutating func remove(_ id: JobID) -> Bool? {
            let (position, task) = (position(of: id.number), id.task ?? -1)
            guard position < entries.count, entries[position].number == id.number, entries[position].holds(task) else { return nil }
            if !entries[position].remove(task) { entries.remove(at: position) }
            return entries.isEmpty
        }

        func position(of number: UInt64) -> Int {
            if let last = entries.last, last.number < number { return entries.count }
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].number < number { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private(set) var lanes: [LaneKey: Lane] = [:]
    /// Whether some lane is to be examined.
    private(set) var isUnsettled = false
    /// Whether some lane may be blocked.
    private var isBlocked = false
    private(set) var count = 0

    /// - Complexity: O(log entries + log tasks) and a shift.
    mutating func insert(_ id: JobID, in key: LaneKey) {
        let task = id.task ?? -1
        var lane = lanes[key] ?? Lane()
        lanes[key] = nil
        let position = lane.position(of: id.number)
        if position < lane.entries.count, lane.entries[position].number == id.number {
            lane.entries[position].insert(task)
        } else {
            lane.entries.insert(Entry(number: id.number, next: task), at: position)
        }
        if lane.blockers == nil { isUnsettled = true }
        lanes[key] = lane
        count += 1
    }

    /// All tasks of one submission at once.
    /// - Parameter tasks: ascending, at least one.
    mutating func insert(_ number: UInt64, tasks: [Int], in key: LaneKey) {
        let entry = Entry(number: number, next: tasks[0], later: tasks.dropFirst().reversed())
        count += tasks.count
        isUnsettled = lanes[key, default: Lane()].insert(entry) || isUnsettled
    }

    /// Does nothing for a job that is not there.
    mutating func remove(_ id: JobID, from key: LaneKey) {
        guard let isEmpty = lanes[key]?.remove(id) else { return }
        count -= 1
        if isEmpty { lanes[key] = nil }
    }

    mutating func block(_ key: LaneKey, _ blockers: [Blocker]) {
        lanes[key]?.blockers = blockers
        isBlocked = true
    }

    /// Has one lane examined again.
    mutating func reopen(_ key: LaneKey) {
        lanes[key]?.blockers = nil
        isUnsettled = true
    }

    /// Something was given back, or the rules changed: every lane is to be examined again.
    mutating func unblock() {
        if isBlocked { for key in lanes.keys { lanes[key]?.blockers = nil } }
        isBlocked = false
        isUnsettled = true
    }

    mutating func settle() { isUnsettled = false }

    func blockers(_ key: LaneKey) -> [Blocker]? { lanes[key]?.blockers }
}

extension RandomAccessCollection where Index == Int {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
