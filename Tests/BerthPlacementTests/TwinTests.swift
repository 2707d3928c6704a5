import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite struct TwinTests {
    @Test("the core and its naive twin agree on every fit and refusal through long random runs", arguments: 1...12)
    func agreement(seed: Int) throws { try agree(seed: seed) }

    @Test("they agree on single members where groups of nodes with budgets cut across racks", arguments: 21...26)
    func cuttingGroups(seed: Int) throws { try agree(seed: seed, hasGroups: true) }

    private func agree(seed: Int, hasGroups: Bool = false) throws {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<6 {
            let site = Site.random(using: &random, hasGroups: hasGroups)
            guard let power = try? site.power, let core = try? site.core() else { continue }
            var twin = Twin(fleet: site.fleet, power: power, catalogue: .shipped)
            var claims: [[MemberPlacement]] = []
            for operation in 0..<120 {
                switch Int.random(in: 0..<20, using: &random) {
                case 0:
                    let node = Int.random(in: 0..<core.nodeCount, using: &random)
                    let drains = twin.drained.remove(site.nodes[node].name) == nil
                    if drains { twin.drained.insert(site.nodes[node].name) }
                    core.setAdmitting(NodeIndex(node), !drains)
                case 1...8 where !claims.isEmpty:
                    let members = claims.remove(at: Int.random(in: 0..<claims.count, using: &random))
                    core.release(members)
                    // Two jobs may hold equal parts of one core: what is held is joined anew, not struck out by value.
                    twin.held = claims.flatMap { $0 }
                default:
                    var request = Site.request(using: &random)
                    // Only nested domains promise that a gang that fits is placed.
                    if hasGroups { request.members = [0] }
                    let expected = twin.fits(request)
                    let outcome = core.plan(request)
                    #expect(outcome.fits == expected, "seed \(seed), operation \(operation): \(request) -> \(outcome)")
                    if outcome.fits { #expect(twin.faults(outcome.placements, for: request) == [], "seed \(seed), operation \(operation)") }
                    #expect(core.claim(request) == outcome)
                    guard outcome.fits else { continue }
                    claims.append(outcome.placements)
                    twin.held += outcome.placements
                }
            }
            #expect(core.checkInvariants(placements: twin.held) == [], "seed \(seed)")
        }
    }
}
