import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("Copies of an engine, claims whose pieces are given, and chosen nodes")
struct EngineExactTests {
    /// Claims at random until some are refused.
    private func fill(_ engine: PlacementEngine, _ random: inout SeededGenerator) -> [Claim] {
        var claimer = engine.claimer(0)
        var held: [Claim] = []
        for _ in 0..<120 {
            var claim = Claim()
            if engine.claim(RandomFleet.request(&random), by: &claimer, into: &claim) == nil { held.append(claim) }
        }
        return held
    }

    @Test("what one engine placed, another takes piece by piece, once, and gives back without a trace", arguments: 1...12)
    func exactly(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = RandomFleet.make(&random)
        let (first, second) = (PlacementEngine(fleet), PlacementEngine(fleet))
        let held = fill(first, &random)
        var claimer = second.claimer(0)
        for claim in held.shuffled(using: &random) { #expect(second.claim(exactly: claim, by: &claimer), "seed \(seed)") }
        #expect(second.faults(holding: held) == [], "seed \(seed)")
        // Of two equal shares of a board's time both may be there: they name no piece.
        for claim in held
        where claim.devices != 0 && (claim.share.isNone || claim.share.profile != nil) {
            #expect(!second.claim(exactly: claim, by: &claimer), "seed \(seed)")
        }
        #expect(second.faults(holding: held) == [], "seed \(seed): a refusal leaves no trace")
        for claim in held { second.release(claim, by: &claimer) }
        #expect(second.faults(holding: []) == [], "seed \(seed)")
    }

    @Test("a copy goes its own way, and a request is answered there as on the original", arguments: 1...12)
    func copies(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = RandomFleet.make(&random)
        let engine = PlacementEngine(fleet)
        let held = fill(engine, &random)
        let copy = engine.copy()
        var (ours, theirs) = (engine.claimer(0), copy.claimer(0))
        for _ in 0..<40 {
            let request = RandomFleet.request(&random)
            var (here, there) = (Claim(), Claim())
            // Why a request is refused is what the search learnt on its way, and so may differ with the hints that it met.
            let fits = copy.claim(request, by: &theirs, into: &there) == nil
            #expect((engine.claim(request, by: &ours, into: &here) == nil) == fits, "seed \(seed)")
            #expect(here == there, "seed \(seed)")
            guard fits else { continue }
            engine.release(here, by: &ours)
            copy.release(there, by: &theirs)
        }
        for claim in held { copy.release(claim, by: &theirs) }
        #expect(copy.faults(holding: []) == [], "seed \(seed)")
        #expect(engine.faults(holding: held) == [], "seed \(seed)")
    }

    @Test("what still runs is taken over a lowered budget and on a drained node, and nothing is added until enough has been given back")
    func restored() {
        let fleet = SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 2, rackWatts: 9_600).fleet
        let before = PlacementEngine(fleet)
        var claimer = before.claimer(0)
        var held = [Claim(), Claim()]
        for index in held.indices { #expect(before.claim(SmallFleet.request(6), by: &claimer, into: &held[index]) == nil) }
        let engine = PlacementEngine(fleet)
        claimer = engine.claimer(0)
        for domain in 0..<3 { engine.changeHeadroom(of: domain, by: Watts(-5_000)) }
        engine.setAdmitting(0, false)
        #expect(!engine.claim(exactly: held[0], by: &claimer), "it is drained")
        #expect(!engine.claim(exactly: held[1], by: &claimer) || held[1].node != held[0].node)
        #expect(engine.claim(exactly: held[0], isRestored: true, by: &claimer))
        #expect(!engine.claim(exactly: held[0], isRestored: true, by: &claimer), "it has an owner")
        for domain in 0..<3 { #expect(engine.headroom(of: domain) <= Watts(9_600 - 5_000 - 3_600)) }
    }

    @Test("a headroom that a restored claim made negative admits nothing at any level", arguments: 0..<3)
    func overdrawn(domain: Int) {
        let engine = PlacementEngine(SmallFleet(rows: 1, racksPerRow: 1, nodesPerRack: 2, rackWatts: 9_600).fleet, claimers: 2)
        var claimer = engine.claimer(1)
        var (first, other) = (Claim(), Claim())
        #expect(engine.claim(SmallFleet.request(4), by: &claimer, into: &first) == nil)
        engine.release(first, by: &claimer)
        engine.changeHeadroom(of: domain, by: Watts(-9_000))
        #expect(engine.claim(exactly: first, isRestored: true, by: &claimer))
        #expect(engine.headroom(of: domain) == Watts(9_600 - 9_000 - 2_400))
        #expect(engine.claim(SmallFleet.request(1, watts: 1), by: &claimer, into: &other) == .power)
        engine.release(first, by: &claimer)
        #expect(engine.claim(SmallFleet.request(1), by: &claimer, into: &other) == nil)
        engine.changeHeadroom(of: domain, by: Watts(9_000))
        #expect(engine.faults(holding: [other]) == [])
    }

    @Test("a request that names nodes, or rules some out, is placed on the others exactly when one of them holds it", arguments: 1...12)
    func among(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = RandomFleet.make(&random)
        let engine = PlacementEngine(fleet)
        var claimer = engine.claimer(0)
        var twin = EngineTwin(fleet)
        var held: [Claim] = []
        var (fitting, refused) = (0, 0)
        for step in 0..<150 {
            let request = RandomFleet.request(&random)
            let named = Set(fleet.nodes.indices.filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
            let excludes = Bool.random(using: &random)
            let choice = excludes ? Set(fleet.nodes.indices).subtracting(named) : named
            let set = excludes ? NodeSet(named, of: engine).inverted : NodeSet(named, of: engine)
            let fits = twin.fits(request, among: choice)
            var claim = Claim()
            #expect(engine.claim(request, among: set, by: &claimer, into: &claim) == fits, "seed \(seed), step \(step)")
            fitting += fits ? 1 : 0
            refused += fits ? 0 : 1
            guard fits else { continue }
            let position = engine.position(of: claim.node)
            #expect(choice.contains(position), "seed \(seed), step \(step)")
            #expect(twin.take(claim, at: position, for: request) == nil, "seed \(seed), step \(step)")
            held.append(claim)
        }
        #expect(fitting > 0 && refused > 0)
        #expect(engine.faults(holding: held) == [], "seed \(seed)")
    }
}
