import BerthModel

extension Planner {
    /// Places the members where the fewest further domains run short of watts, and those by the least; the planner's own words
    /// have power to spare.
    /// - Parameter actual: the real headroom of each domain.
    /// - Returns: nil when this order does not hold them all, or when there are too many to try.
    /// - Complexity: O(nodes * members).
    mutating func placeNearestToPower(_ members: [Int], actual: [Int64]) -> [MemberPlacement]? {
        guard members.count * candidates.count <= Planner.trialsMax else { return nil }
        var left = actual
        var placements: [MemberPlacement] = []
        for member in members {
            let open = candidates.filter { fits($0) }
            let choice = open.map { node in (lack: lack(on: node, left), node: node) }.min {
                ($0.lack.domains, $0.lack.milliwatts, $0.node) < ($1.lack.domains, $1.lack.milliwatts, $1.node)
            }
            guard let choice else { return nil }
            let placement = take(member, on: choice.node)
            for domain in layout.nodes[choice.node].path { left[domain] -= placement.watts.milliwatts }
            placements.append(placement)
        }
        return placements
    }

    /// One node tried for one member is about a microsecond: at most a second for one explanation.
    private static let trialsMax = 1_000_000

    private func lack(on node: Int, _ left: [Int64]) -> (domains: Int, milliwatts: Int64) {
        let watts = layout.nodes[node].watts(of: need)
        return layout.nodes[node].path.reduce((0, 0)) { sum, domain in
            guard left[domain] < watts else { return sum }
            let newly = left[domain] >= 0 ? 1 : 0
            return (sum.0 + newly, sum.1 + watts - max(0, left[domain]))
        }
    }
}
