import BerthPolicy

/// Which jobs each limit keeps, and how much they need: what is given back beneath a limit wakes only those that it is enough for.
struct HoldBook: Sendable {
    private struct Limit: Hashable {
        var agency: Int
        var resource: Resource
    }

    private var holds: [Limit: [Hold: Int]] = [:]

    mutating func add(_ hold: Hold, for excess: Excess) {
        // Several alternatives may need different amounts of the same: the least is enough to look again.
        let limit = Limit(agency: excess.agency, resource: excess.resource)
        holds[limit, default: [:]][hold] = min(holds[limit]?[hold] ?? .max, excess.need)
    }

    /// - Returns: those taken out, in a fixed order.
    /// - Complexity: O(holds of the limit).
    mutating func take(_ agency: Int, _ resource: Resource, where isOver: (_ need: Int, _ isLoan: Bool) -> Bool) -> [Hold] {
        let limit = Limit(agency: agency, resource: resource)
        guard let all = holds[limit] else { return [] }
        let over = all.filter { isOver($0.value, $0.key.isLoan) }.keys.sorted()
        guard !over.isEmpty else { return [] }
        for hold in over { holds[limit]?[hold] = nil }
        if holds[limit]?.isEmpty ?? true { holds[limit] = nil }
        return over
    }
}
