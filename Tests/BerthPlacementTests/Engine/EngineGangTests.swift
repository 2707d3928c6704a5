import BerthModel
import Testing

@testable import BerthPlacement

@Suite("Gangs in the engine")
struct EngineGangTests {
    private func racks(of claims: [Claim], _ engine: PlacementEngine, nodesPerRack: Int) -> Int {
        Set(claims.map { engine.position(of: $0.node) / nodesPerRack }).count
    }

    @Test("a gang stands in as few racks as its members need")
    func compact() {
        let engine = PlacementEngine(SmallFleet(rows: 4, racksPerRow: 4, nodesPerRack: 4).fleet)
        var claimer = engine.claimer(0)
        var claims: [Claim] = []
        #expect(engine.claim(gangOf: 8, SmallFleet.request(8), by: &claimer, into: &claims) == nil)
        #expect(claims.count == 8)
        #expect(racks(of: claims, engine, nodesPerRack: 4) == 2)
        #expect(engine.faults(holding: claims) == [])
    }

    @Test("a gang that no row holds alone goes to several rows")
    func severalRows() {
        let engine = PlacementEngine(SmallFleet(rows: 4, racksPerRow: 2, nodesPerRack: 4).fleet)
        var claimer = engine.claimer(0)
        var claims: [Claim] = []
        #expect(engine.claim(gangOf: 20, SmallFleet.request(8), by: &claimer, into: &claims) == nil)
        #expect(racks(of: claims, engine, nodesPerRack: 4) == 5)
        #expect(engine.faults(holding: claims) == [])
    }

    @Test("a gang is whole or absent: one member too many leaves no trace")
    func wholeOrAbsent() {
        let engine = PlacementEngine(SmallFleet(rows: 2, racksPerRow: 2, nodesPerRack: 2).fleet)
        var claimer = engine.claimer(0)
        var claims: [Claim] = []
        #expect(engine.claim(gangOf: 9, SmallFleet.request(8), by: &claimer, into: &claims) == .room)
        #expect(claims.isEmpty)
        #expect(engine.faults(holding: []) == [])
        #expect(engine.claim(gangOf: 8, SmallFleet.request(8), by: &claimer, into: &claims) == nil)
        #expect(engine.faults(holding: claims) == [])
    }

    @Test("a gang of parts of nodes fills nodes that hold several of its members")
    func severalOnANode() {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 2, nodesPerRack: 2).fleet)
        var claimer = engine.claimer(0)
        var claims: [Claim] = []
        #expect(engine.claim(gangOf: 16, SmallFleet.request(2), by: &claimer, into: &claims) == nil)
        #expect(engine.claim(gangOf: 1, SmallFleet.request(1), by: &claimer, into: &claims) == .room)
        #expect(engine.faults(holding: claims) == [])
    }

    @Test("the watts of a rack bound the members that stand in it")
    func wattsBound() {
        // A member of eight devices draws 4,800 W; a rack of 10 kW holds two of four.
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 4, nodesPerRack: 4, rackWatts: 10_000).fleet)
        var claimer = engine.claimer(0)
        var claims: [Claim] = []
        #expect(engine.claim(gangOf: 9, SmallFleet.request(8), by: &claimer, into: &claims) == .power)
        #expect(engine.claim(gangOf: 8, SmallFleet.request(8), by: &claimer, into: &claims) == nil)
        #expect(racks(of: claims, engine, nodesPerRack: 4) == 4)
        #expect(engine.faults(holding: claims) == [])
    }
}
