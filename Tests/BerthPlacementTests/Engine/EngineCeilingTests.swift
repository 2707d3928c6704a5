import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

/// Racks whose headroom lies in the bucket of a demand: some have the watts and some do not. The bucket here is 1,048 to 1,310 W.
@Suite("Racks short of watts by less than a bucket")
struct EngineCeilingTests {
    @Test("a rack that was passed by is found again when watts are given back, though its bucket stays the same")
    func rises() {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 1, rackWatts: 1_300).fleet)
        var claimer = engine.claimer(0)
        var (held, other) = (Claim(), Claim())
        #expect(engine.claim(SmallFleet.request(1, watts: 100), by: &claimer, into: &held) == nil)
        for _ in 0..<2 { #expect(engine.claim(SmallFleet.request(1, watts: 1_250), by: &claimer, into: &other) == .power) }
        engine.release(held, by: &claimer)
        #expect(engine.claim(SmallFleet.request(1, watts: 1_250), by: &claimer, into: &other) == nil)
        #expect(engine.faults(holding: [other]) == [])
    }

    @Test("a rack that fell into the bucket is found there after a search for more has taken it out of the next one")
    func falls() {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 2, nodesPerRack: 1, rackWatts: 1_400).fleet)
        engine.changeHeadroom(of: SmallFleet.rack(1, racksPerRow: 2), by: Watts(-200))
        var claimer = engine.claimer(0)
        var (held, other) = (Claim(), Claim())
        #expect(engine.claim(SmallFleet.request(1, watts: 1_350), by: &claimer, into: &held) == nil)
        // The other rack has 1,200 W: now the index knows that as the most of the bucket.
        #expect(engine.claim(SmallFleet.request(1, watts: 1_250), by: &claimer, into: &other) == .power)
        engine.release(held, by: &claimer)
        #expect(engine.claim(SmallFleet.request(1, watts: 120), by: &claimer, into: &held) == nil)
        #expect(engine.claim(SmallFleet.request(1, watts: 1_350), by: &claimer, into: &other) == .power)
        #expect(engine.claim(SmallFleet.request(1, watts: 1_250), by: &claimer, into: &other) == nil)
    }

    @Test("a node that admits again is found although its rack fell meanwhile, by another kind, to what the index holds for too little")
    func admitsAgain() {
        var fleet = SmallFleet(rows: 1, racksPerRow: 2, nodesPerRack: 2, rackWatts: 1_400).fleet
        fleet.types.append(fleet.types[0])
        fleet.types[1].kind = 1
        fleet.kindCount = 2
        for node in fleet.nodes.indices { fleet.nodes[node].type = node % 2 }
        let engine = PlacementEngine(fleet)
        engine.changeHeadroom(of: SmallFleet.rack(1, racksPerRow: 2), by: Watts(-200))
        var claimer = engine.claimer(0)
        var (held, other) = (Claim(), Claim())
        var request = SmallFleet.request(1, watts: 1_250)
        request.kind = 1
        engine.setAdmitting(1, false)
        // The most of the bucket is 1,200 W, and above it nothing admits.
        for _ in 0..<2 { #expect(engine.claim(request, by: &claimer, into: &other) != nil) }
        engine.setAdmitting(2, false)
        #expect(engine.claim(SmallFleet.request(1, watts: 120), by: &claimer, into: &held) == nil)
        #expect(engine.position(of: held.node) == 0, "its rack has 1,280 W left")
        engine.setAdmitting(1, true)
        #expect(engine.claim(request, by: &claimer, into: &other) == nil)
    }

    @Test("among racks at their budget nothing that fits is refused", arguments: 1...60)
    func twin(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var fleet = SmallFleet(rows: 2, racksPerRow: 6, nodesPerRack: 2, rackWatts: Int.random(in: 1_200...3_000, using: &random)).fleet
        if seed.isMultiple(of: 3) {
            // Two makes of one kind in each rack: what one makes the rack lose, the index of the other learns only from searches.
            fleet.types.append(fleet.types[0])
            fleet.types[1].numaNodes[0].cores += 1
            for node in fleet.nodes.indices { fleet.nodes[node].type = node % 2 }
        }
        let engine = PlacementEngine(fleet, claimers: Int(seed % 2) + 1)
        var claimers = (0..<engine.claimerCount).map { engine.claimer($0) }
        var twin = EngineTwin(fleet)
        // Rows 0 and 1 bind as well, by chance.
        let lowered = [1, 8].map { (domain: $0, amount: Watts(Int.random(in: 0...9_000, using: &random))) }
        for row in lowered {
            engine.changeHeadroom(of: row.domain, by: Watts.zero - row.amount)
            twin.changeHeadroom(of: row.domain, by: Watts.zero - row.amount)
        }
        var held: [Claim] = []
        for step in 0..<600 {
            let claimer = Int.random(in: 0..<claimers.count, using: &random)
            if Int.random(in: 0..<10, using: &random) == 0 {
                // Nodes that come back are filed by what their rack has left by then.
                let node = Int.random(in: 0..<fleet.nodes.count, using: &random)
                let admits = Int.random(in: 0..<3, using: &random) > 0
                twin.setAdmitting(node, admits)
                engine.setAdmitting(node, admits)
                continue
            }
            if Int.random(in: 0..<3, using: &random) == 0, !held.isEmpty {
                let claim = held.remove(at: Int.random(in: 0..<held.count, using: &random))
                twin.release(claim, at: engine.position(of: claim.node))
                engine.release(claim, by: &claimers[claimer])
                continue
            }
            let count = Int.random(in: 1...2, using: &random)
            let request = SmallFleet.request(count, watts: Int.random(in: 60...700, using: &random))
            var claim = Claim()
            let fits = twin.fits(request)
            let refusal = engine.claim(request, by: &claimers[claimer], into: &claim)
            #expect((refusal == nil) == fits, "seed \(seed), step \(step): the twin says \(fits)")
            guard refusal == nil else { continue }
            #expect(twin.take(claim, at: engine.position(of: claim.node), for: request) == nil)
            held.append(claim)
        }
        for row in lowered { engine.changeHeadroom(of: row.domain, by: row.amount) }
        #expect(engine.faults(holding: held) == [], "seed \(seed)")
    }
}
