import BerthModel

/// Where a job that lacks watts would go: for explanations.
extension Placer {
    /// Places the members where the fewest further domains run short of watts, and those by the least; the engine has power to spare.
    /// - Parameter actual: the real headroom of each domain.
    /// - Returns: nil when this order does not hold them all, or when there are too many to try. The claims are held.
    /// - Complexity: O(nodes * members).
    mutating func placeNearestToPower(actual: [Int64]) -> [Claim]? {
        let candidates = candidates
        guard together == nil, alternative.partition == nil, members * candidates.count <= Placer.trialsMax else { return nil }
        var (left, claims) = (actual, [Claim]())
        var short: Set<Int> = []
        while claims.count < members {
            engine.power.settle()
            let headrooms = layout.domainNames.indices.map(engine.settledHeadroom)
            let open = candidates.filter { fits($0, headrooms) }
            let choice = open.map { node in (lack: lack(on: node, left, short), node: node) }.min {
                ($0.lack.domains, $0.lack.milliwatts, $0.node) < ($1.lack.domains, $1.lack.milliwatts, $1.node)
            }
            guard let choice, let claim = claim(on: choice.node) else {
                release(claims)
                return nil
            }
            for domain in layout.nodes[choice.node].path {
                if left[domain] < Int64(claim.milliwatts) { short.insert(domain) }
                left[domain] -= Int64(claim.milliwatts)
            }
            claims.append(claim)
        }
        return claims
    }

    /// One node tried for one member is about a microsecond: at most a second for one explanation.
    private static let trialsMax = 1_000_000

    /// - Parameter short: domains that the members before it have run short of watts, whatever they had left at first.
    private func lack(on node: Int, _ left: [Int64], _ short: Set<Int>) -> (domains: Int, milliwatts: Int64) {
        let watts = watts(on: node)
        return layout.nodes[node].path.reduce((0, 0)) { sum, domain in
            guard left[domain] < watts else { return sum }
            return short.contains(domain) ? (sum.0, sum.1 + watts) : (sum.0 + 1, sum.1 + watts - left[domain])
        }
    }
}
