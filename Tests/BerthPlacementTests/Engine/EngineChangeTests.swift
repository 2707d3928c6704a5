import BerthModel
import Testing

@testable import BerthPlacement

@Suite("A fleet that changes while claims are held")
struct EngineChangeTests {
    @Test("a drained node gets nothing new, keeps what runs there, and admits again when it is undrained")
    func drain() throws {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 1).fleet)
        var claimer = engine.claimer(0)
        var held = Claim()
        var other = Claim()
        #expect(engine.claim(SmallFleet.request(2), by: &claimer, into: &held) == nil)
        engine.setAdmitting(0, false)
        #expect(engine.claim(SmallFleet.request(1), by: &claimer, into: &other) == .room)
        #expect(engine.claim(SmallFleet.request(0), by: &claimer, into: &other) == .room)
        engine.release(held, by: &claimer)
        #expect(engine.claim(SmallFleet.request(1), by: &claimer, into: &other) == .room)
        engine.setAdmitting(0, true)
        #expect(engine.claim(SmallFleet.request(8), by: &claimer, into: &other) == nil)
        #expect(engine.faults(holding: [other]) == [])
    }

    @Test("cores and memory stand beside the devices, on the same NUMA node as long as it has them")
    func beside() {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 1).fleet)
        var claimer = engine.claimer(0)
        var claim = Claim()
        for _ in 0..<4 {
            #expect(engine.claim(SmallFleet.request(2), by: &claimer, into: &claim) == nil)
            let numaNode = claim.devices & 0x0F != 0 ? 0 : 1
            #expect(claim.devices & [0x0F, 0xF0][numaNode] == claim.devices)
            #expect(claim.cores[numaNode] == 2 && claim.cores[1 - numaNode] == 0)
            #expect(claim.mebibytes[numaNode] == 1024 && claim.mebibytes[1 - numaNode] == 0)
        }
    }

    @Test("a host changes its label only when it is drained and empty, and then serves that label alone")
    func label() {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 1).fleet)
        var claimer = engine.claimer(0)
        var held = Claim()
        #expect(engine.claim(SmallFleet.request(0), by: &claimer, into: &held) == nil)
        #expect(!engine.setLabel(0, 3), "it admits claims")
        engine.setAdmitting(0, false)
        #expect(!engine.setLabel(0, 3), "a job on cores alone is there")
        engine.release(held, by: &claimer)
        #expect(engine.setLabel(0, 3))
        engine.setAdmitting(0, true)
        #expect(engine.claim(SmallFleet.request(1), by: &claimer, into: &held) == .room)
        #expect(engine.claim(SmallFleet.request(1, label: 3), by: &claimer, into: &held) == nil)
    }

    @Test("a budget lowered below what is reserved admits nothing until enough has been given back", arguments: [0, 1, 2])
    func lowered(level: Int) {
        // Level 0 is the rack, 1 its row, 2 the site, which is reserved through credits.
        let domain = [2, 1, 0][level]
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 2, rackWatts: 9_600).fleet, claimers: 2)
        var claimer = engine.claimer(0)
        var held = (Claim(), Claim(), Claim())
        #expect(engine.claim(SmallFleet.request(4), by: &claimer, into: &held.0) == nil)
        #expect(engine.claim(SmallFleet.request(4), by: &claimer, into: &held.1) == nil)
        engine.changeHeadroom(of: domain, by: Watts(-6_000))
        #expect(engine.headroom(of: domain) == Watts(9_600 - 6_000 - 4_800))
        #expect(engine.claim(SmallFleet.request(1), by: &claimer, into: &held.2) == .power)
        engine.release(held.0, by: &claimer)
        #expect(engine.claim(SmallFleet.request(3), by: &claimer, into: &held.2) == .power)
        #expect(engine.claim(SmallFleet.request(2), by: &claimer, into: &held.2) == nil)
        #expect(engine.headroom(of: domain) == Watts(0))
        engine.changeHeadroom(of: domain, by: Watts(6_000))
        #expect(engine.claim(SmallFleet.request(8), by: &claimer, into: &held.0) == nil)
        #expect(engine.faults(holding: [held.0, held.1, held.2]) == [])
    }
}
