import BerthModel
import HeapModule

/// What is to happen, the earliest first; of one moment in the order in which it was added.
struct MomentHeap<Value> {
    private struct Item: Comparable {
        var moment: Timestamp
        var order: Int
        /// Values may be large, and stay where they are while their items move.
        var slot: Int

        static func < (left: Item, right: Item) -> Bool { (left.moment, left.order) < (right.moment, right.order) }
    }

    private var items = Heap<Item>()
    private var values: [Value?] = []
    private var free: [Int] = []
    private var added = 0

    var next: Timestamp? { items.min?.moment }
    var isEmpty: Bool { items.isEmpty }
    var count: Int { items.count }

    /// - Complexity: O(log count).
    mutating func add(_ value: Value, at moment: Timestamp) {
        let slot = free.popLast() ?? values.count
        if slot == values.count { values.append(value) } else { values[slot] = value }
        items.insert(Item(moment: moment, order: added, slot: slot))
        added += 1
    }

    /// - Complexity: O(log count).
    mutating func popMin() -> (moment: Timestamp, value: Value)? {
        guard let first = items.popMin() else { return nil }
        guard let value = values[first.slot] else { preconditionFailure("slot \(first.slot) is empty") }
        values[first.slot] = nil
        free.append(first.slot)
        return (first.moment, value)
    }

    /// Takes out the first, if it is due.
    /// - Complexity: O(log count).
    mutating func pop(until now: Timestamp) -> Value? {
        guard let next, next <= now else { return nil }
        return popMin()?.value
    }

    /// The same with other values; those for which there is none go.
    /// - Complexity: O(count log count).
    func mapped(_ change: (Value) -> Value?) -> MomentHeap {
        var (heap, rest) = (MomentHeap(), self)
        while let (moment, value) = rest.popMin() { if let value = change(value) { heap.add(value, at: moment) } }
        return heap
    }
}

/// The virtual clock in milliseconds.
extension MomentHeap {
    mutating func add(_ value: Value, at milliseconds: Int64) { add(value, at: Timestamp(milliseconds: milliseconds)) }
}
