import BerthPolicy

/// Which jobs each limit keeps, and how much they need: what is given back beneath a limit wakes only those that it is enough for.
struct HoldBook: Sendable {
    private struct Limit: Hashable {
        var agency: Int
        var resource: Resource
    }

    /// What one limit keeps.
    private struct Kept {
        var needs: [Hold: Int] = [:]
        /// The least need of those that are left out, and of those that would borrow.
        var least = Int.max
        var leastLoan = Int.max

        mutating func note(_ need: Int, isLoan: Bool) {
            if isLoan { leastLoan = min(leastLoan, need) } else { least = min(least, need) }
        }
    }

    private var holds: [Limit: Kept] = [:]

    var isEmpty: Bool { holds.isEmpty }

    mutating func add(_ hold: Hold, for excess: Excess) {
        // Several alternatives may need different amounts of the same: the least is enough to look again.
        let limit = Limit(agency: excess.agency, resource: excess.resource)
        let need = min(holds[limit]?.needs[hold] ?? .max, excess.need)
        holds[limit, default: Kept()].needs[hold] = need
        holds[limit, default: Kept()].note(need, isLoan: hold.isLoan)
    }

    /// - Parameter isOver: where it is not for some need, it is for no greater one.
    /// - Returns: those taken out, in a fixed order.
    /// - Complexity: O(1) where there are none, else O(holds of the limit).
    mutating func take(_ agency: Int, _ resource: Resource, where isOver: (_ need: Int, _ isLoan: Bool) -> Bool) -> [Hold] {
        let limit = Limit(agency: agency, resource: resource)
        guard let kept = holds[limit] else { return [] }
        guard kept.least != .max && isOver(kept.least, false) || kept.leastLoan != .max && isOver(kept.leastLoan, true) else { return [] }
        let over = kept.needs.filter { isOver($0.value, $0.key.isLoan) }.keys.sorted()
        var left = Kept(needs: kept.needs.filter { !isOver($0.value, $0.key.isLoan) })
        for (hold, need) in left.needs { left.note(need, isLoan: hold.isLoan) }
        holds[limit] = left.needs.isEmpty ? nil : left
        return over
    }
}
