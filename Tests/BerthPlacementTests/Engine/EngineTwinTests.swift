import BerthModel
import TestSupport
import Testing

@testable import BerthPlacement

@Suite("The engine and its naive twin")
struct EngineTwinTests {
    @Test("agree on every request of a long random run: nothing that fits is refused, nothing that does not is placed", arguments: 1...24)
    func agree(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let fleet = RandomFleet.make(&random)
        let objective = Objective.allCases[Int(seed) % Objective.allCases.count]
        let engine = PlacementEngine(fleet, claimers: Int(seed) % 3 + 1, objective: objective)
        var claimers = (0..<engine.claimerCount).map { engine.claimer($0) }
        var twin = EngineTwin(fleet)
        var held: [Claim] = []
        var lowered: [(domain: Int, amount: Watts)] = []
        for step in 0..<400 {
            let claimer = Int.random(in: 0..<claimers.count, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<12:
                let request = RandomFleet.request(&random)
                var claim = Claim()
                let fits = twin.fits(request)
                let refusal = engine.claim(request, by: &claimers[claimer], into: &claim)
                #expect(
                    (refusal == nil) == fits, "seed \(seed), step \(step): the twin says \(fits), the engine \(String(describing: refusal))"
                )
                guard refusal == nil else { continue }
                let wrong = twin.take(claim, at: engine.position(of: claim.node), for: request)
                #expect(wrong == nil, "seed \(seed), step \(step)")
                held.append(claim)
            case 12..<18 where !held.isEmpty:
                let claim = held.remove(at: Int.random(in: 0..<held.count, using: &random))
                twin.release(claim, at: engine.position(of: claim.node))
                engine.release(claim, by: &claimers[claimer])
            case 18:
                let node = Int.random(in: 0..<fleet.nodes.count, using: &random)
                let admits = Bool.random(using: &random)
                twin.setAdmitting(node, admits)
                engine.setAdmitting(node, admits)
                // Refused while anything is held there.
                let label = UInt8.random(in: 0...2, using: &random)
                if !admits, engine.setLabel(node, label) { twin.setLabel(node, label) }
            default:
                change(&lowered, &twin, engine, &random)
            }
        }
        for change in lowered { engine.changeHeadroom(of: change.domain, by: Watts.zero - change.amount) }
        #expect(engine.faults(holding: held) == [], "seed \(seed)")
    }

    /// Lowers a budget, or raises again one that was lowered.
    private func change(
        _ lowered: inout [(domain: Int, amount: Watts)], _ twin: inout EngineTwin, _ engine: PlacementEngine,
        _ random: inout SeededGenerator
    ) {
        let change: (domain: Int, amount: Watts)
        if Bool.random(using: &random), let last = lowered.popLast() {
            change = (last.domain, Watts.zero - last.amount)
        } else {
            let domain = Int.random(in: 0..<twin.fleet.domains.count, using: &random)
            change = (domain, Watts.zero - Watts(Int.random(in: 1...3000, using: &random)))
            lowered.append(change)
        }
        twin.changeHeadroom(of: change.domain, by: change.amount)
        engine.changeHeadroom(of: change.domain, by: change.amount)
    }

    @Test("the kernels of sixteen devices give the class of the table for every mask, and the devices that a plain choice gives")
    func kernels() {
        for type in RandomFleet.types where type.devices == 16 {
            let table = ShapeTable.cached(type.sets)
            #expect(table.kernel != .table)
            let locality = type.sets.localities.first ?? 0
            var classes: [Int: UInt8] = [:]
            for mask in UInt16.min...UInt16.max {
                let index = table.kernel.index(mask, locality)
                #expect(classes[index, default: table.classes[Int(mask)]] == table.classes[Int(mask)], "class of \(mask)")
                classes[index] = table.classes[Int(mask)]
            }
            // Every mask would take minutes; a stride that shares no factor with 65,536 meets every pattern of the low bits.
            for mask in stride(from: 0, through: 0xFFFF, by: 61) {
                for size in [1, 4, 8, 16] {
                    let chosen = type.sets.choose(size, from: UInt16(mask)) ?? 0
                    #expect(table.kernel.pick(size, from: UInt16(mask), locality) == chosen, "\(size) of \(mask)")
                }
            }
        }
    }
}
