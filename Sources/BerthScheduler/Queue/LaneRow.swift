/// The lanes of one leaf of the tree, side by side: who has chosen an agency reads what it waits for.
struct LaneRow: Sendable {
    /// Ascending by stand.
    private(set) var lanes: [Lane] = []

    /// - Complexity: O(log lanes).
    func place(of stand: Int) -> Int? {
        let place = lowerBound(of: stand)
        return place < lanes.count && Int(lanes[place].stand) == stand ? place : nil
    }

    /// Changes a lane that is there.
    /// - Returns: besides what came of it, what the branch above listed of the lane before, and what it is to list now.
    mutating func change<Result>(
        _ place: Int, isFair: Bool, _ body: (inout Lane) -> Result
    ) -> (result: Result, old: Branch.Summary, new: Branch.Summary) {
        let old = lanes[place].shown(isFair: isFair)
        let result = body(&lanes[place])
        lanes[place].show()
        return (result, old, lanes[place].shown(isFair: isFair))
    }

    /// - Returns: where the lane is, which is made if it was not there.
    mutating func add(_ stand: Int) -> Int {
        let place = lowerBound(of: stand)
        if place == lanes.count || Int(lanes[place].stand) != stand { lanes.insert(Lane(stand: stand), at: place) }
        return place
    }

    mutating func remove(_ place: Int) { lanes.remove(at: place) }

    private func lowerBound(of stand: Int) -> Int {
        var (low, high) = (0, lanes.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(lanes[middle].stand) < stand { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
