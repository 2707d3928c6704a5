package import BerthModel
package import BerthPlacement

/// A modelled fleet whose nodes of one kind are taken, but for a few whole racks: what gangs are placed on.
package struct GangFleet: Sendable {
    let engine: PlacementEngine
    let fleet: MixedFleet
    let request: ClaimRequest
    let members: Int
    /// What the other jobs hold, for good.
    let filled: [Claim]
    /// Members that the free racks hold.
    let freeMembers: Int
    /// The fewest racks that hold a gang.
    let racksLeast: Int

    /// - Throws: `BerthError` with code `usage` for a gang that the fleet could not hold if it were empty.
    package init(_ bench: GangBench) throws(BerthError) {
        try bench.validate()
        fleet = MixedFleet(nodes: bench.nodes)
        let type = try GangFleet.type(for: bench.slots, fleet)
        guard let kind = fleet.fleet.types[type].kind else { preconditionFailure("a type with devices has a kind") }
        request = ClaimRequest(
            kind: kind, count: bench.slots, cores: .cores(bench.slots), mebibytes: bench.slots << 10, agency: 0,
            wattsPerDevice: fleet.kinds[kind].power.max - fleet.kinds[kind].power.idle)
        engine = PlacementEngine(fleet.fleet, claimers: bench.threads)
        members = bench.members
        var (claimer, claim, racks, sets) = (engine.claimer(0), Claim(), [Int: [Claim]](), 0)
        while engine.claim(request, by: &claimer, into: &claim) == nil {
            racks[fleet.fleet.nodes[engine.position(of: claim.node)].domain, default: []].append(claim)
            sets += 1
        }
        guard sets >= members else {
            throw BerthError(
                .usage,
                "--members \(members) of \(bench.slots) devices are more than the \(sets) that --nodes \(bench.nodes) can hold at once",
                hint: "more nodes or fewer members")
        }
        let largest = racks.values.map(\.count).max() ?? 1
        racksLeast = (members + largest - 1) / largest
        var random = SplitMix(seed: bench.seed)
        let wanted = Int(bench.freeGangs * Double(members))
        var freed = 0
        for rack in racks.keys.sorted().shuffled(using: &random) where freed < wanted {
            for claim in racks.removeValue(forKey: rack) ?? [] {
                engine.release(claim, by: &claimer)
                freed += 1
            }
        }
        freeMembers = freed
        filled = racks.values.flatMap { $0 }
    }

    /// The type whose whole nodes are members; where there is none, the smallest that has such sets.
    private static func type(for slots: Int, _ fleet: MixedFleet) throws(BerthError) -> Int {
        let types = fleet.fleet.types
        let able = types.indices.filter { types[$0].requestableCounts.contains(slots) }
        guard let best = able.min(by: { types[$0].devices < types[$1].devices }) else {
            let counts = Set(types.flatMap(\.requestableCounts)).sorted().map(String.init).joined(separator: ", ")
            throw BerthError(.usage, "--slots \(slots) is no legal set of any kind of the modelled fleet", hint: counts)
        }
        return best
    }

    /// Kind of the members.
    var kind: String { fleet.kinds[Int(request.kind)].name.description }

    /// Places gangs one after the other and ends each at once, on the calling thread.
    /// - Returns: how many were placed.
    @discardableResult
    package func turnOver(_ gangs: Int, _ claimer: inout Claimer, _ claims: inout [Claim]) -> Int {
        var placed = 0
        for _ in 0..<gangs where engine.claim(gangOf: members, request, by: &claimer, into: &claims) == nil {
            placed += 1
            while let claim = claims.popLast() { engine.release(claim, by: &claimer) }
        }
        return placed
    }

    package var firstClaimer: Claimer { engine.claimer(0) }
    /// Every invariant that does not hold, when no gang is placed.
    package func faults() -> [String] { engine.faults(holding: filled) }
}
