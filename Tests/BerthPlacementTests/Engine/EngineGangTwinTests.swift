import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("Gangs in the engine against a naive twin")
struct EngineGangTwinTests {
    /// Racks of one to four nodes of one of three makes, some of them dearer than others, with watts that bind or not.
    private static func fleet(_ random: inout SeededGenerator, isOfOneType: Bool) -> EngineFleet {
        let types = [(0, 3), (0, 40), (nil, 5)].map { kind, watts in
            EngineFleet.NodeType(
                kind: kind, rule: .any, devices: kind == nil ? 0 : 4, devicesOfNUMANode: kind == nil ? [0, 0] : [0x3, 0xC],
                numaNodes: [.init(cores: 6, mebibytes: 4096), .init(cores: 6, mebibytes: 4096)], wattsPerCore: Watts(watts))
        }
        var domains = [EngineFleet.Domain(parent: nil, headroom: Watts(Int.random(in: 2_000...20_000, using: &random)))]
        var nodes: [EngineFleet.Node] = []
        for _ in 0..<Int.random(in: 1...(isOfOneType ? 5 : 3), using: &random) {
            for _ in 0..<Int.random(in: 1...(isOfOneType ? 4 : 3), using: &random) {
                nodes.append(
                    .init(
                        type: isOfOneType ? 0 : Int.random(in: 0..<types.count, using: &random), domain: domains.count,
                        rack: domains.count, hall: domains.count / 3))
            }
            domains.append(.init(parent: 0, headroom: Watts(isOfOneType ? 1 << 20 : Int.random(in: 500...6_000, using: &random))))
        }
        if isOfOneType { domains[0].headroom = Watts(1 << 24) }
        return EngineFleet(types: types, nodes: nodes, domains: domains, kindCount: 1, agencyQuotas: [nil])
    }

    private static func request(_ random: inout SeededGenerator) -> ClaimRequest {
        let count = Int.random(in: 0...4, using: &random)
        return ClaimRequest(
            kind: count == 0 ? nil : 0, count: count, cores: .cores(Int.random(in: 1...6, using: &random)),
            mebibytes: [0, 1000, 5000].randomElement(using: &random) ?? 0, agency: 0, wattsPerDevice: Watts(100))
    }

    /// What the plain counts of a node leave for members of a request.
    private static func room(_ request: ClaimRequest, _ node: Int, _ fleet: EngineFleet, _ held: [(Int, Claim)]) -> Int {
        let type = fleet.types[fleet.nodes[node].type]
        let mine = held.filter { $0.0 == node }.map(\.1)
        let cores = 12 - mine.reduce(0) { $0 + $1.cores.reduce(0, +) }
        let memory = 8192 - mine.reduce(0) { $0 + $1.mebibytes.reduce(0, +) }
        let devices = type.devices - mine.reduce(0) { $0 + $1.devices.nonzeroBitCount }
        guard request.count == 0 || type.kind == 0 else { return 0 }
        return min(
            request.count == 0 ? 99 : devices / Int(request.count), cores / Int(request.cores),
            request.mebibytes == 0 ? 99 : memory / Int(request.mebibytes))
    }

    private static func left(_ fleet: EngineFleet, _ held: [(Int, Claim)]) -> [Int64] {
        var left = fleet.domains.map(\.headroom.milliwatts)
        for (node, claim) in held { for domain in fleet.path(from: fleet.nodes[node].domain) { left[domain] -= Int64(claim.milliwatts) } }
        return left
    }

    /// Whether some spread of the members fits: every one is tried.
    private static func fits(_ members: Int, _ request: ClaimRequest, _ fleet: EngineFleet, _ held: [(Int, Claim)]) -> Bool {
        let rooms = fleet.nodes.indices.map { room(request, $0, fleet, held) }
        func spread(_ members: Int, from node: Int, _ left: [Int64]) -> Bool {
            guard members > 0 else { return true }
            guard node < rooms.count else { return false }
            let watts = request.milliwatts(perCore: fleet.types[fleet.nodes[node].type].wattsPerCore.milliwatts)
            for count in (0...max(0, min(rooms[node], members))).reversed() {
                var next = left
                for domain in fleet.path(from: fleet.nodes[node].domain) { next[domain] -= watts * Int64(count) }
                if count > 0, next.contains(where: { $0 < 0 }) { continue }
                if spread(members - count, from: node + 1, next) { return true }
            }
            return false
        }
        return spread(members, from: 0, left(fleet, held))
    }

    private func run(
        seed: UInt64, isOfOneType: Bool, _ enclosure: Enclosure? = nil,
        check: (Int, ClaimRequest, EngineFleet, [(Int, Claim)], [Int]?) -> Void
    ) {
        var random = SeededGenerator(seed: seed)
        let fleet = EngineGangTwinTests.fleet(&random, isOfOneType: isOfOneType)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var held: [[Claim]] = []
        func positions() -> [(Int, Claim)] { held.joined().map { (engine.position(of: $0.node), $0) } }
        for _ in 0..<60 {
            if Bool.random(using: &random), !held.isEmpty {
                for claim in held.remove(at: Int.random(in: 0..<held.count, using: &random)) { engine.release(claim, by: &claimer) }
                continue
            }
            let (request, members) = (EngineGangTwinTests.request(&random), Int.random(in: 2...6, using: &random))
            var gang: [Claim] = []
            let before = positions()
            let refusal = engine.claim(gangOf: members, request, inOne: enclosure, by: &claimer, into: &gang)
            check(members, request, fleet, before, refusal == nil ? gang.map { engine.position(of: $0.node) } : nil)
            if refusal == nil { held.append(gang) }
            #expect(gang.count == (refusal == nil ? members : 0))
        }
        #expect(engine.faults(holding: held.flatMap { $0 }) == [], "seed \(seed)")
    }

    @Test("a gang is refused exactly when no spread of its members fits, dear nodes and short racks included", arguments: 1...20)
    func agreement(seed: UInt64) {
        run(seed: seed, isOfOneType: false) { members, request, fleet, held, placed in
            let fits = EngineGangTwinTests.fits(members, request, fleet, held)
            #expect((placed != nil) == fits, "seed \(seed): \(members) of \(request)")
        }
    }

    @Test("where only room binds a gang stands in as few racks as any spread, the last of them the tightest", arguments: 1...20)
    func fewestRacks(seed: UInt64) {
        run(seed: seed, isOfOneType: true) { members, request, fleet, held, placed in
            guard let placed else { return }
            var rooms: [Int: Int] = [:]
            for node in fleet.nodes.indices {
                rooms[fleet.nodes[node].domain, default: 0] += EngineGangTwinTests.room(request, node, fleet, held)
            }
            let used = Set(placed.map { fleet.nodes[$0].domain })
            var (left, fewest) = (members, 0)
            for room in rooms.values.sorted(by: >) where left > 0 { (left, fewest) = (left - room, fewest + 1) }
            #expect(used.count == fewest, "seed \(seed): \(members) of \(request) in \(used.count) racks, \(fewest) hold them")
            if let rack = used.first, used.count == 1 {
                let tightest = rooms.values.filter { $0 >= members }.min()
                #expect(rooms[rack] == tightest, "seed \(seed): \(members) of \(request)")
            }
        }
    }

    @Test(
        "a gang in one rack, hall or node is refused exactly when none holds it, and takes the tightest",
        arguments: [Enclosure.rack, .hall, .node], 1...15)
    func enclosures(sort: Enclosure, seed: UInt64) {
        run(seed: seed, isOfOneType: true, sort) { members, request, fleet, held, placed in
            func enclosure(_ node: Int) -> Int {
                switch sort {
                case .rack, .link: fleet.nodes[node].rack ?? 0
                case .hall: fleet.nodes[node].hall ?? 0
                case .node: node
                }
            }
            var rooms: [Int: Int] = [:]
            for node in fleet.nodes.indices { rooms[enclosure(node), default: 0] += EngineGangTwinTests.room(request, node, fleet, held) }
            let tightest = rooms.values.filter { $0 >= members }.min()
            #expect((placed != nil) == (tightest != nil), "seed \(seed): \(members) of \(request)")
            guard let placed else { return }
            let used = Set(placed.map(enclosure))
            #expect(used.count == 1 && used.first.map { rooms[$0] } == tightest, "seed \(seed): \(members) of \(request)")
        }
    }

    @Test("a gang keeps to the nodes that it may go to", arguments: 1...10)
    func among(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = EngineGangTwinTests.fleet(&random, isOfOneType: true)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        let allowed = fleet.nodes.indices.filter { _ in Bool.random(using: &random) }
        let request = SmallFleet.request(2)
        let room = allowed.count * 2
        for members in 2...9 {
            var gang: [Claim] = []
            let refusal = engine.claim(
                gangOf: members, request, among: NodeSet(allowed, of: engine), by: &claimer, into: &gang)
            #expect((refusal == nil) == (members <= room), "seed \(seed): \(members) on \(allowed.count) nodes")
            #expect(Set(gang.map { engine.position(of: $0.node) }).isSubset(of: allowed))
            while let claim = gang.popLast() { engine.release(claim, by: &claimer) }
        }
    }
}
