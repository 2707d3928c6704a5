/// What happens when, on the virtual clock. Things of one moment happen in the order in which they were set.
struct EventHeap<Event> {
    private struct Item {
        /// Milliseconds of the virtual clock.
        var moment: Int64
        var order: Int
        /// Events are large and stay where they are while their items move.
        var slot: Int
    }

    private var items: [Item] = []
    private var events: [Event?] = []
    private var free: [Int] = []
    private var set = 0

    var isEmpty: Bool { items.isEmpty }
    var nextMoment: Int64? { items.first?.moment }

    /// - Complexity: O(log n).
    mutating func add(_ event: Event, at moment: Int64) {
        set += 1
        let slot = free.popLast() ?? events.count
        if slot == events.count { events.append(event) } else { events[slot] = event }
        items.append(Item(moment: moment, order: set, slot: slot))
        var child = items.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            items.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// - Complexity: O(log n).
    mutating func popMin() -> (moment: Int64, event: Event)? {
        guard let first = items.first, let event = events[first.slot] else { return nil }
        events[first.slot] = nil
        free.append(first.slot)
        let last = items.removeLast()
        guard !items.isEmpty else { return (first.moment, event) }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < items.count && isBefore(child, least) { least = child }
            guard least != parent else { return (first.moment, event) }
            items.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (items[left].moment, items[left].order) < (items[right].moment, items[right].order)
    }
}
