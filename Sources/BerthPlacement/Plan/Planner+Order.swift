extension Planner {
    /// Nodes in the order in which a gang fills them, so that it stands in as few places as it can: the tightest place that holds
    /// all that is left, else the largest; inside a place by score.
    /// - Complexity: O(N log N + places^2).
    func packedOrder(for members: Int) -> [Int] {
        var room: [Int: Int] = [:]
        var scores: [Int: [NodeScore]] = [:]
        for node in candidates {
            guard let score = score(node) else { continue }
            let place = layout.nodes[node].place
            room[place, default: 0] += min(capacity(of: node), members)
            scores[place, default: []].append(score)
        }
        var order: [Int] = []
        var left = members
        while left > 0, let next = tightestPlace(for: left, in: room) {
            order += scores[next, default: []].sorted().map(\.node)
            left -= room.removeValue(forKey: next) ?? 0
        }
        // Watts may keep a place from holding what its devices promise: the others follow.
        let rest = room.keys.sorted { (-room[$0, default: 0], $0) < (-room[$1, default: 0], $1) }
        return order + rest.flatMap { scores[$0, default: []].sorted().map(\.node) }
    }

    private func tightestPlace(for members: Int, in room: [Int: Int]) -> Int? {
        let holding = room.filter { $0.value >= members }
        if let tightest = holding.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) { return tightest.key }
        return room.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
    }

    /// Nodes by what a member draws on them.
    func cheapestOrder() -> [Int] {
        candidates.map { (watts: layout.nodes[$0].watts(of: need), node: $0) }.sorted { $0 < $1 }.map(\.node)
    }
}
