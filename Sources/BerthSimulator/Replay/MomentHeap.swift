import BerthModel

/// What is to happen, the earliest first; of one moment in the order in which it was added.
struct MomentHeap<Value> {
    private struct Entry {
        var moment: Timestamp
        var order: Int
        var value: Value

        static func < (left: Entry, right: Entry) -> Bool { (left.moment, left.order) < (right.moment, right.order) }
    }

    private var entries: [Entry] = []
    private var added = 0

    var next: Timestamp? { entries.first?.moment }
    var count: Int { entries.count }

    /// - Complexity: O(log count).
    mutating func add(_ value: Value, at moment: Timestamp) {
        entries.append(Entry(moment: moment, order: added, value: value))
        added += 1
        var child = entries.count - 1
        while child > 0, entries[child] < entries[(child - 1) / 2] {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out the first, if it is due.
    /// - Complexity: O(log count).
    mutating func pop(until now: Timestamp) -> Value? {
        guard let first = entries.first, first.moment <= now else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first.value }
        entries[0] = last
        var parent = 0
        while 2 * parent + 1 < entries.count {
            var child = 2 * parent + 1
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entries[parent] else { break }
            entries.swapAt(parent, child)
            parent = child
        }
        return first.value
    }

    /// The same with other values; those for which there is none go.
    /// - Complexity: O(count log count).
    func mapped(_ change: (Value) -> Value?) -> MomentHeap {
        var heap = MomentHeap()
        for entry in entries.sorted(by: <) { if let value = change(entry.value) { heap.add(value, at: entry.moment) } }
        return heap
    }
}
