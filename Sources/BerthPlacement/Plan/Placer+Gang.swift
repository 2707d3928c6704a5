import BerthModel

extension Placer {
    /// Claims for all members, or none.
    ///
    /// Several are first packed onto few places; where that fails, cheapest watts first. The second holds as many members as any choice can
    /// as long as power domains nest (an exchange argument: in the smallest full domain the dearer member gives way to the cheaper
    /// one), so a gang is refused only when it does not fit.
    /// - Returns: a claim for each member; nil when they do not all fit, and then nothing is held.
    /// - Complexity: O(nodes log nodes + members) for several.
    mutating func place() -> [Claim]? {
        if members == 1 { return claimOne().map { [$0] } }
        guard need != nil else { return nil }
        return place(on: packedOrder()) ?? place(on: cheapestOrder())
    }

    private mutating func place(_ limit: Int, on nodes: some Sequence<Int>) -> [Claim] {
        var claims: [Claim] = []
        for node in nodes {
            while claims.count < limit, let claim = claim(on: node) { claims.append(claim) }
            if claims.count == limit { break }
        }
        return claims
    }

    private mutating func place(on nodes: some Sequence<Int>) -> [Claim]? {
        let claims = place(members, on: nodes)
        if claims.count == members { return claims }
        release(claims)
        return nil
    }

    /// How many members fit, counted up to all of them; nothing is held afterwards.
    mutating func room() -> Int {
        let claims = place(members, on: cheapestOrder())
        release(claims)
        return claims.count
    }

    // MARK: Orders

    /// Nodes in the order in which a gang fills them, so that it stands in as few places as it can: the tightest place that holds
    /// all that is left, else the largest; inside a place by score. Made place by place, as far as it is asked for.
    private func packedOrder() -> some Sequence<Int> {
        let headrooms = layout.domainNames.indices.map { engine.headroom(of: $0).milliwatts }
        var rooms: [(place: Int, nodes: [Int], room: Int)] = []
        var rankOfPlace = [Int](repeating: -1, count: layout.placeCount)
        for node in candidates where hasPower(node, headrooms) {
            let room = min(capacity(of: node), members)
            guard room > 0 else { continue }
            let place = layout.nodes[node].place
            if rankOfPlace[place] < 0 {
                rankOfPlace[place] = rooms.count
                rooms.append((place, [], 0))
            }
            rooms[rankOfPlace[place]].nodes.append(node)
            rooms[rankOfPlace[place]].room += room
        }
        rooms.sort { (-$0.room, $0.place) < (-$1.room, $1.place) }
        return Placer.packed(rooms.map(\.room), members).lazy.flatMap { rank in
            rooms[rank].nodes.compactMap { score($0) }.sorted().map(\.node)
        }
    }

    /// - Parameter rooms: of places, largest first.
    /// - Returns: their positions in the order in which they are filled.
    static func packed(_ rooms: [Int], _ members: Int) -> [Int] {
        var (order, left) = (Array(rooms.indices), members)
        for rank in order.indices where left > 0 {
            // The last of those that hold all that is left is the tightest; of equals the first.
            if rooms[rank] >= left, let last = rooms[rank...].lastIndex(where: { $0 >= left }) {
                let tightest = rooms[rank...last].firstIndex(of: rooms[last]) ?? last
                order.remove(at: tightest)
                order.insert(tightest, at: rank)
                break
            }
            left -= rooms[rank]
        }
        // Watts may keep a place from holding what its devices promise: the others follow.
        return order
    }

    /// Nil when no legal set is free.
    private func score(_ node: Int) -> NodeScore? {
        let (free, cores) = (freeDevices(on: node), freeCores(on: node))
        guard let group = group(of: node) else {
            // A job on cores only goes where it keeps the fewest devices from having cores.
            let devices = layout.positions(of: node).reduce(0) { $0 + engine.freeDevices($1).nonzeroBitCount }
            return NodeScore(straddled: 0, freeDevices: devices, freeCores: cores, node: node)
        }
        guard let set = group.sets.choose(count, from: free) else { return nil }
        return NodeScore(
            straddled: group.straddled(by: set), freeDevices: (free & ~set).nonzeroBitCount, freeCores: cores, node: node)
    }

    /// Nodes by what a member draws on them.
    private func cheapestOrder() -> [Int] {
        candidates.map { (watts: watts(on: $0), node: $0) }.sorted { $0 < $1 }.map(\.node)
    }

    /// Places the members where the fewest further domains run short of watts, and those by the least; the engine has power to spare.
    /// - Parameter actual: the real headroom of each domain.
    /// - Returns: nil when this order does not hold them all, or when there are too many to try. The claims are held.
    /// - Complexity: O(nodes * members).
    mutating func placeNearestToPower(actual: [Int64]) -> [Claim]? {
        let candidates = candidates
        guard members * candidates.count <= Placer.trialsMax else { return nil }
        var (left, claims) = (actual, [Claim]())
        while claims.count < members {
            engine.power.settle()
            let headrooms = layout.domainNames.indices.map(engine.settledHeadroom)
            let open = candidates.filter { fits($0, headrooms) }
            let choice = open.map { node in (lack: lack(on: node, left), node: node) }.min {
                ($0.lack.domains, $0.lack.milliwatts, $0.node) < ($1.lack.domains, $1.lack.milliwatts, $1.node)
            }
            guard let choice, let claim = claim(on: choice.node) else {
                release(claims)
                return nil
            }
            for domain in layout.nodes[choice.node].path { left[domain] -= Int64(claim.milliwatts) }
            claims.append(claim)
        }
        return claims
    }

    /// One node tried for one member is about a microsecond: at most a second for one explanation.
    private static let trialsMax = 1_000_000

    private func lack(on node: Int, _ left: [Int64]) -> (domains: Int, milliwatts: Int64) {
        let watts = watts(on: node)
        return layout.nodes[node].path.reduce((0, 0)) { sum, domain in
            guard left[domain] < watts else { return sum }
            let newly = left[domain] >= 0 ? 1 : 0
            return (sum.0 + newly, sum.1 + watts - max(0, left[domain]))
        }
    }
}
