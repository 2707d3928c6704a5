import BerthModel
import PlacementStress
import Testing

@testable import BerthPlacement

@Suite("The choice of a node by what has arrived")
struct ChooserTests {
    private static func share(_ thousandths: Int, cores: Int = 1) -> PlacementRequest {
        PlacementRequest(
            members: [0],
            alternatives: [
                .init(
                    kind: Site.h200, count: 1, wattsPerDevice: Watts(100), partition: .thousandths(thousandths, memory: .gibibytes(1)),
                    thousandths: thousandths)
            ], cpus: .cores(cores), memory: .mebibytes(100))
    }

    /// Single members mostly; parts of boards among them.
    private static func request(using random: inout SplitMix) -> PlacementRequest {
        if Int.random(in: 0..<3, using: &random) == 0 { return share(Int.random(in: 1...9, using: &random) * 100) }
        var request = Site.request(using: &random)
        request.isIndifferent = Bool.random(using: &random)
        return request
    }

    @Test("what fits is placed, and nothing else, under budgets, on drained nodes and hosts of several kinds", arguments: 1...16)
    func workConserving(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<4 {
            let site = Site.random(using: &random, hasGroups: seed % 2 == 0)
            guard let core = try? site.core() else { continue }
            var chooser = try #require(Chooser(core, seed % 3 == 0 ? .firstFit : .learnt))
            var claims: [[MemberPlacement]] = []
            for operation in 0..<120 {
                switch Int.random(in: 0..<20, using: &random) {
                case 0:
                    let node = NodeIndex(Int.random(in: 0..<core.nodeCount, using: &random))
                    core.setAdmitting(node, !core.isAdmitting(node))
                    chooser.changed(node, on: core)
                case 1...8 where !claims.isEmpty:
                    let members = claims.remove(at: Int.random(in: 0..<claims.count, using: &random))
                    core.release(members)
                    chooser.changed(members, on: core)
                default:
                    let request = ChooserTests.request(using: &random)
                    let expected = core.copy().claimIfFits(request)
                    chooser.arrived(request, on: core)
                    let members = core.claimIfFits(request, by: &chooser)
                    #expect((members == nil) == (expected == nil), "seed \(seed), operation \(operation): \(request)")
                    if let members { claims.append(members) }
                }
            }
            #expect(core.checkInvariants(placements: claims.flatMap { $0 }) == [], "seed \(seed)")
        }
    }

    @Test("the chosen node is the one that scoring every node afresh finds, and a run repeats itself", arguments: 1...12)
    func twin(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) &* 77)
        let site = Site.random(using: &random)
        guard let core = try? site.core(), let other = try? site.core() else { return }
        var (chooser, again) = try (#require(Chooser(core, .learnt)), #require(Chooser(other, .learnt)))
        var claims: [[MemberPlacement]] = []
        var compared = 0
        for operation in 0..<400 {
            if Int.random(in: 0..<5, using: &random) < 2, !claims.isEmpty {
                let members = claims.remove(at: Int.random(in: 0..<claims.count, using: &random))
                core.release(members)
                chooser.changed(members, on: core)
                other.release(members)
                again.changed(members, on: other)
                continue
            }
            let request = ChooserTests.request(using: &random)
            let number = chooser.arrived(request, on: core)
            again.arrived(request, on: other)
            let expected = number.flatMap { NaiveChoice.best($0, chooser, core) }
            let members = core.claimIfFits(request, by: &chooser)
            #expect(other.claimIfFits(request, by: &again) == members, "seed \(seed), operation \(operation)")
            guard let members else { continue }
            claims.append(members)
            guard let expected, members.count == 1, request.nodeList.isEmpty, request.exclude.isEmpty else { continue }
            compared += 1
            #expect(expected == members[0].node, "seed \(seed), operation \(operation): \(request)")
        }
        #expect(compared > 20 || site.nodes.count < 3, "seed \(seed)")
    }

    @Test("a share joins the board that another share has opened; a second board is not opened for it")
    func joins() throws {
        let core = try Site.gpuRacks.core()
        var chooser = try #require(Chooser(core, .learnt))
        let first = try #require(core.claimIfFits(ChooserTests.share(300), by: &chooser))
        let second = try #require(core.claimIfFits(ChooserTests.share(300), by: &chooser))
        #expect(first[0].node == second[0].node && first[0].devices == second[0].devices)
        let third = try #require(core.claimIfFits(ChooserTests.share(500), by: &chooser))
        #expect(third[0].devices != first[0].devices)
    }

    @Test("nodes of a rack without watts are passed over, and a share still joins a board there")
    func shortRack() throws {
        var site = Site.gpuRacks
        // Two hosts and sixteen devices idle, and one board more.
        let base = 2 * (300 + 8 * 95)
        site.budgets["rack-a"] = Watts(base + 700 + 40)
        let core = try site.core()
        var chooser = try #require(Chooser(core, .learnt))
        let share = try #require(core.claimIfFits(ChooserTests.share(300), by: &chooser))
        #expect(share[0].node == Site.name("a1"))
        let whole = try #require(core.claimIfFits(ask(4, of: Site.h200), by: &chooser))
        #expect(whole[0].node == Site.name("b1"))
        let joined = try #require(core.claimIfFits(ChooserTests.share(300), by: &chooser))
        #expect(joined[0].node == Site.name("a1") && joined[0].devices == share[0].devices)
    }

    @Test("hosts are kept whole where jobs that need them whole arrive")
    func wholeHosts() throws {
        var site = Site()
        for name in ["a", "b", "c"] { site.add(name, [Site.gpus()], cores: 32, gibibytes: 256, coreWatts: 0) }
        let core = try site.core()
        var chooser = try #require(Chooser(core, .learnt))
        for _ in 0..<64 { chooser.arrived(ask(8, of: Site.h200, cores: 8), on: core) }
        // Taken by hand on the second host: there the next ones go.
        #expect(core.claimIfFits(ask(1, of: Site.h200, on: ["b"]), by: &chooser) != nil)
        for _ in 0..<7 {
            let single = try #require(core.claimIfFits(ask(1, of: Site.h200), by: &chooser))
            #expect(single[0].node == Site.name("b"))
        }
    }

    @Test("jobs on cores only stand on hosts without devices while they fit there")
    func coresOnly() throws {
        var site = Site()
        site.add("gpu", [Site.gpus()], cores: 16)
        site.add("plain", [], cores: 4)
        let core = try site.core()
        var chooser = try #require(Chooser(core, .learnt))
        #expect(try #require(core.claimIfFits(ask(cores: 8), by: &chooser))[0].node == Site.name("plain"))
        #expect(try #require(core.claimIfFits(ask(cores: 8), by: &chooser))[0].node == Site.name("gpu"))
    }

    @Test("alternatives keep their order of preference, and where any will do the cheaper one is taken")
    func preference() throws {
        var site = Site()
        site.add("gpu", [Site.gpus()])
        site.add("chips", [Site.chips()])
        let core = try site.core()
        var chooser = try #require(Chooser(core, .learnt))
        var request = PlacementRequest(
            members: [0],
            alternatives: [
                .init(kind: Site.h200, count: 1, wattsPerDevice: Watts(600)), .init(kind: Site.trn2, count: 1, wattsPerDevice: Watts(100)),
            ], cpus: .cores(1), memory: .zero)
        #expect(try #require(core.claimIfFits(request, by: &chooser))[0].kind == Site.h200)
        request.isIndifferent = true
        #expect(try #require(core.claimIfFits(request, by: &chooser))[0].kind == Site.trn2)
    }

    @Test("a fleet of several windows fills up to the last device, and frees up again")
    func windows() throws {
        var site = Site()
        for index in 0..<2100 { site.add("n\(index)", index % 700 == 0 ? [Site.chips()] : [Site.gpus(4)], cores: 4, gibibytes: 8) }
        let core = try site.core()
        var chooser = try #require(Chooser(core, .learnt))
        #expect(chooser.layout.windowCount == 2)
        var held: [[MemberPlacement]] = []
        while let members = core.claimIfFits(ask(4, of: Site.h200), by: &chooser) { held.append(members) }
        #expect(held.count == 2097)
        for _ in 0..<3 { #expect(core.claimIfFits(ask(16, of: Site.trn2), by: &chooser) != nil) }
        #expect(core.claimIfFits(ask(1, of: Site.trn2), by: &chooser) == nil)
        for members in held.prefix(3) {
            core.release(members)
            chooser.changed(members, on: core)
        }
        for _ in 0..<3 { #expect(core.claimIfFits(ask(4, of: Site.h200), by: &chooser) != nil) }
        #expect(core.claimIfFits(ask(4, of: Site.h200), by: &chooser) == nil)
    }

    @Test("a core whose policy leaves the choice to it has no chooser")
    func otherRules() throws {
        let core = try Site.gpuRacks.core()
        for rule in [PlacementRule.bestFit, .leastFragmentation, .leastWatts] { #expect(Chooser(core, rule) == nil) }
        #expect(PlacementRule.allCases.map(\.rawValue) == ["learnt", "best-fit", "least-fragmentation", "least-watts", "first-fit"])
    }
}
