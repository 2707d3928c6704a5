import BerthModel

/// The jobs that may be placed now, in policy order: higher rank first, then the order of submission.
///
/// Jobs of one rank, shape and agency stand in one lane. A lane that is blocked stays blocked, whatever arrives in it, until something
/// is given back: so twenty thousand identical jobs cost one question to the placement core, not twenty thousand.
struct PendingQueue: Sendable {
    struct LaneKey: Hashable, Sendable {
        var rank: Int
        var shape: Int
        var agency: AgencyName
    }

    struct Entry: Sendable {
        var number: UInt64
        /// Task indexes, descending: the next one is the last. `[-1]` for a job that is not an array.
        var tasks: [Int]
        /// The next one first.
        var ids: some Sequence<JobID> { tasks.lazy.reversed().map { JobID(number: number, task: $0 < 0 ? nil : $0) } }
        var id: JobID { JobID(number: number, task: tasks[tasks.count - 1] < 0 ? nil : tasks[tasks.count - 1]) }
    }

    struct Lane: Sendable {
        /// Ascending by number.
        var entries: [Entry] = []
        /// Why its first job waited, when it was last examined; empty where nobody has asked; nil when it is to be examined.
        var blockers: [Blocker]?

        func position(of number: UInt64) -> Int {
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
    private(set) var count = 0

    /// - Complexity: O(log entries + log tasks) and a shift.
    mutating func insert(_ id: JobID, in key: LaneKey) {
        let task = id.task ?? -1
        var lane = lanes[key] ?? Lane()
        lanes[key] = nil
        let position = lane.position(of: id.number)
        if position < lane.entries.count, lane.entries[position].number == id.number {
            let place = lane.entries[position].tasks.firstIndex { $0 < task } ?? lane.entries[position].tasks.count
            lane.entries[position].tasks.insert(task, at: place)
        } else {
            lane.entries.insert(Entry(number: id.number, tasks: [task]), at: position)
        }
        if lane.blockers == nil { isUnsettled = true }
        lanes[key] = lane
        count += 1
    }

    /// All tasks of one submission at once.
    mutating func insert(_ number: UInt64, tasks: [Int], in key: LaneKey) {
        let position = lanes[key, default: Lane()].position(of: number)
        lanes[key, default: Lane()].entries.insert(Entry(number: number, tasks: tasks.reversed()), at: position)
        if lanes[key]?.blockers == nil { isUnsettled = true }
        count += tasks.count
    }

    /// Does nothing for a job that is not there.
    mutating func remove(_ id: JobID, from key: LaneKey) {
        guard let position = lanes[key]?.position(of: id.number), let entry = lanes[key]?.entries[safe: position],
            entry.number == id.number,
            let place = entry.tasks.lastIndex(of: id.task ?? -1)
        else { return }
        count -= 1
        guard entry.tasks.count > 1 else {
            lanes[key]?.entries.remove(at: position)
            if lanes[key]?.entries.isEmpty ?? true { lanes[key] = nil }
            return
        }
        lanes[key]?.entries[position].tasks.remove(at: place)
    }

    mutating func block(_ key: LaneKey, _ blockers: [Blocker]) { lanes[key]?.blockers = blockers }

    /// Has one lane examined again.
    mutating func reopen(_ key: LaneKey) {
        lanes[key]?.blockers = nil
        isUnsettled = true
    }

    /// Something was given back, or the rules changed: every lane is to be examined again.
    mutating func unblock() {
        for key in lanes.keys { lanes[key]?.blockers = nil }
        isUnsettled = true
    }

    mutating func settle() { isUnsettled = false }

    func blockers(_ key: LaneKey) -> [Blocker]? { lanes[key]?.blockers }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
