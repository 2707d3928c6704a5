import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("Gangs in one link domain")
struct EngineLinkTests {
    /// Link domains of nodes alike, each over `racks` racks.
    private static func fleet(
        _ rule: LegalSetRule, devices: Int, links: Int, nodes: Int, racks: Int = 1, rackWatts: Int = 1_000_000
    ) -> EngineFleet {
        var domains = [EngineFleet.Domain(parent: nil, headroom: Watts(links * racks * rackWatts))]
        var list: [EngineFleet.Node] = []
        for link in 0..<links {
            let first = domains.count
            for _ in 0..<racks { domains.append(EngineFleet.Domain(parent: 0, headroom: Watts(rackWatts))) }
            for node in 0..<nodes { list.append(EngineFleet.Node(type: 0, domain: first + node * racks / nodes, link: link)) }
        }
        let half = UInt16((1 << devices) - 1) & UInt16((1 << (devices / 2)) - 1)
        let type = EngineFleet.NodeType(
            kind: 0, rule: rule, devices: devices, devicesOfNUMANode: [half, UInt16((1 << devices) - 1) & ~half],
            numaNodes: [.init(cores: 72, mebibytes: 1 << 20), .init(cores: 72, mebibytes: 1 << 20)], wattsPerCore: .zero)
        return EngineFleet(types: [type], nodes: list, domains: domains, kindCount: 1, agencyQuotas: [nil])
    }

    private static func request(_ count: Int, watts: Int = 100) -> ClaimRequest {
        ClaimRequest(kind: 0, count: count, cores: .cores(1), mebibytes: 64, agency: 0, wattsPerDevice: Watts(watts))
    }

    @Test("72 GPUs of an NVL72 go to one whole domain, and while one node is taken only 71 of 72 can")
    func nvl72() {
        let fleet = EngineLinkTests.fleet(.clique(nodes: 18), devices: 4, links: 2, nodes: 18)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var held = [Claim(), Claim()]
        // One GPU in one domain, best fit: the second goes beside it.
        #expect(engine.claim(EngineLinkTests.request(1), by: &claimer, into: &held[0]) == nil)
        var gang: [Claim] = []
        #expect(engine.claim(gangOf: 18, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &gang) == nil)
        #expect(Set(gang.map { fleet.nodes[engine.position(of: $0.node)].link }).count == 1)
        var more: [Claim] = []
        #expect(engine.claim(gangOf: 18, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &more) == .room)
        #expect(more.isEmpty)
        // 64 + 8: the 64 take sixteen nodes of the broken domain; eight more find room only outside of one domain.
        #expect(engine.claim(gangOf: 16, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &more) == nil)
        #expect(engine.claim(gangOf: 2, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &more) == .room)
        #expect(engine.claim(gangOf: 7, EngineLinkTests.request(1), inOne: .link, by: &claimer, into: &more) == nil)
        #expect(engine.claim(EngineLinkTests.request(1), by: &claimer, into: &held[1]) == .room)
        #expect(engine.faults(holding: gang + more + [held[0]]) == [])
    }

    @Test("nodes of a Trn2 UltraServer are held as fours, as horizontal and vertical pairs, whole, and never otherwise")
    func ultraServer() {
        let fleet = EngineLinkTests.fleet(.nodeSet(sizes: [1, 2, 4]), devices: 16, links: 1, nodes: 4)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var gang: [Claim] = []
        #expect(engine.claim(gangOf: 3, EngineLinkTests.request(16), inOne: .link, by: &claimer, into: &gang) == .neverFits)
        #expect(engine.claim(gangOf: 2, EngineLinkTests.request(8), inOne: .link, by: &claimer, into: &gang) == .neverFits)
        #expect(engine.claim(gangOf: 4, EngineLinkTests.request(16), inOne: .link, by: &claimer, into: &gang) == nil)
        while let claim = gang.popLast() { engine.release(claim, by: &claimer) }
        // Whichever node is taken, a pair of the others is on the ring; whichever two are taken, it is where they left a row or a column.
        for taken in 0..<16 {
            for node in 0..<4 { engine.setAdmitting(node, taken >> node & 1 == 0) }
            let left = (0..<4).filter { taken >> $0 & 1 == 0 }
            let isLegal = [[0, 1], [2, 3], [0, 2], [1, 3]].contains { pair in pair.allSatisfy(left.contains) }
            let refusal = engine.claim(gangOf: 2, EngineLinkTests.request(16), inOne: .link, by: &claimer, into: &gang)
            #expect((refusal == nil) == isLegal, "nodes \(left) are left")
            while let claim = gang.popLast() { engine.release(claim, by: &claimer) }
        }
    }

    @Test("a gang in a Trn3 domain over two racks stays in one rack where it can")
    func tiers() {
        let fleet = EngineLinkTests.fleet(.allToAll(servers: 36), devices: 4, links: 1, nodes: 36, racks: 2)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var first: [Claim] = []
        #expect(engine.claim(gangOf: 12, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &first) == nil)
        #expect(Set(first.map { fleet.nodes[engine.position(of: $0.node)].domain }).count == 1)
        var second: [Claim] = []
        // Six nodes are left there: the tightest rack that holds six.
        #expect(engine.claim(gangOf: 6, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &second) == nil)
        #expect(Set((first + second).map { fleet.nodes[engine.position(of: $0.node)].domain }).count == 1)
        var third: [Claim] = []
        #expect(engine.claim(gangOf: 19, EngineLinkTests.request(4), inOne: .link, by: &claimer, into: &third) == .room)
        #expect(engine.faults(holding: first + second) == [])
    }

    @Test("a gang is refused exactly when no link domain holds it", arguments: 1...20)
    func twin(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = EngineLinkTests.fleet(
            .clique(nodes: 18), devices: 4, links: 4, nodes: 9, racks: Int.random(in: 1...3, using: &random),
            rackWatts: Int.random(in: 600...4_000, using: &random))
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var held: [[Claim]] = []
        for step in 0..<200 {
            if Bool.random(using: &random), !held.isEmpty {
                for claim in held.remove(at: Int.random(in: 0..<held.count, using: &random)) { engine.release(claim, by: &claimer) }
                continue
            }
            let request = EngineLinkTests.request(
                Int.random(in: 1...4, using: &random), watts: 90 + 10 * Int.random(in: 0...2, using: &random))
            let members = Int.random(in: 1...12, using: &random)
            let fits = EngineLinkTests.mostTogether(request, fleet, held.flatMap { $0 }, engine) >= members
            var gang: [Claim] = []
            let refusal = engine.claim(gangOf: members, request, inOne: .link, by: &claimer, into: &gang)
            #expect((refusal == nil) == fits, "seed \(seed), step \(step): \(members) of \(request.count)")
            if refusal == nil {
                #expect(gang.count == members && Set(gang.map { fleet.nodes[engine.position(of: $0.node)].link }).count == 1)
                held.append(gang)
            }
        }
        #expect(engine.faults(holding: held.flatMap { $0 }) == [])
    }

    /// The most members that one link domain holds, counted plainly. The site holds the sum of its racks here.
    private static func mostTogether(_ request: ClaimRequest, _ fleet: EngineFleet, _ held: [Claim], _ engine: PlacementEngine) -> Int {
        var taken = [UInt16](repeating: 0, count: fleet.nodes.count)
        var left = fleet.domains.map(\.headroom.milliwatts)
        for claim in held {
            let position = engine.position(of: claim.node)
            taken[position] |= claim.devices
            left[fleet.nodes[position].domain] -= Int64(claim.milliwatts)
        }
        var most: [Int: Int] = [:]
        for domain in 1..<fleet.domains.count {
            let nodes = fleet.nodes.indices.filter { fleet.nodes[$0].domain == domain }
            let room = nodes.reduce(0) { $0 + (4 - taken[$1].nonzeroBitCount) / Int(request.count) }
            guard let link = nodes.first.flatMap({ fleet.nodes[$0].link }) else { continue }
            most[link, default: 0] += min(room, Int(left[domain] / request.milliwatts(perCore: 0)))
        }
        return most.values.max() ?? 0
    }
}
