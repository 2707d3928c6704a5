import BerthModel
import Testing

@testable import BerthPlacement

@Suite struct PowerTests {
    /// One rack of two nodes: base load 2 x (300 W + 8 x 95 W) = 2120 W.
    private func site(_ budget: Watts) -> Site {
        var site = Site()
        site.add("a1", [Site.gpus()])
        site.add("a2", [Site.gpus()])
        site.budgets = ["rack-a": budget]
        return site
    }

    @Test("the base load is reserved in every domain of a node's path")
    func baseLoad() throws {
        let core = try site(Watts(10_000)).core()
        #expect(core.usage(of: DomainIndex(0)) == DomainUsage(name: Place.site, budget: nil, base: Watts(2_120), reserved: Watts(2_120)))
        #expect(core.usage(of: DomainIndex(1)).headroom == Watts(7_880))
    }

    @Test("a base load above a budget is refused, with the domain and both figures")
    func baseAboveBudget() {
        let error = #expect(throws: BerthError.self) { try site(Watts(2_000)).core() }
        #expect(error?.code == .invalidPolicy)
        #expect(error?.message == "the nodes of \"rack-a\" draw 2.12 kW when idle, above its budget of 2 kW")
    }

    @Test("a claim adds its devices' watts and its cores', and the release takes them away")
    func claimWatts() throws {
        let core = try site(Watts(10_000)).core()
        let members = core.claim(ask(4, of: Site.h200, cores: 3, watts: 600)).placements
        #expect(members.first?.watts == Watts(2_412))
        #expect(core.usage(of: DomainIndex(0)).reserved == Watts(4_532) && core.headroom(of: DomainIndex(1)) == Watts(5_468))
        core.release(members)
        #expect(core.usage(of: DomainIndex(0)).reserved == Watts(2_120))
    }

    @Test("parts of a core count pro rata, rounded up to a milliwatt")
    func partOfACore() throws {
        var site = Site()
        site.add("c1", [], coreWatts: 3)
        let request = PlacementRequest(
            members: [0], alternatives: [.init(kind: nil, count: 0, wattsPerDevice: .zero)], cpus: CoreShare(eighths: 1), memory: .zero)
        #expect(try site.core().claim(request).placements.first?.watts == Watts(milliwatts: 375))
        site.nodes[0].wattsPerCore = Watts(milliwatts: 1)
        #expect(try site.core().claim(request).placements.first?.watts == Watts(milliwatts: 1))
    }

    @Test("a job that needs more than a domain has left waits for power, with both figures")
    func waitsForPower() throws {
        let core = try site(Watts(2_120 + 1_300)).core()
        let shortages = core.plan(ask(4, of: Site.h200, watts: 599)).shortages
        #expect(shortages.count == 1)
        #expect(shortages.first?.reason == .waitingForPower || shortages.first?.reason == .neverFits)
        #expect(
            core.canEverFit(ask(4, of: Site.h200, watts: 599)).first?.message
                == "rack-a has 1.3 kW above its idle load when nothing runs, this job needs 2.4 kW")
        let roomy = try site(Watts(2_120 + 3_704)).core()
        #expect(roomy.claim(ask(4, of: Site.h200, watts: 600)).fits)
        let waiting = try #require(roomy.plan(ask(4, of: Site.h200, watts: 599)).shortages.first)
        #expect(waiting.message == "rack-a has 1.3 kW left, this job needs 2.4 kW")
        #expect(waiting.need == 2_400 && waiting.have == 1_300 && waiting.unit == "W" && waiting.domain == "rack-a")
    }

    @Test("a budget lowered below what is reserved admits nothing until enough has ended")
    func loweredBudget() throws {
        let core = try site(Watts(12_000)).core()
        let first = core.claim(ask(8, of: Site.h200, watts: 600)).placements
        try core.setBudgets(site(Watts(5_000)).power)
        #expect(core.headroom(of: DomainIndex(1)) == Watts(5_000 - 2_120 - 4_804))
        #expect(core.claim(ask(cores: 1)).shortages.map(\.message) == ["rack-a is 1.924 kW over its budget, this job needs 4 W"])
        core.release(first)
        #expect(core.claim(ask(4, of: Site.h200, watts: 600)).fits)
        #expect(throws: BerthError.self) { try core.setBudgets(site(Watts(2_000)).power) }
        #expect(core.usage(of: DomainIndex(1)).budget == Watts(5_000))
    }

    @Test("what still runs is adopted over a lowered budget and on a drained node, but never twice")
    func adopt() throws {
        let members = try site(Watts(12_000)).core().claim(ask(8, of: Site.h200, watts: 600)).placements
        let core = try site(Watts(5_000)).core()
        core.setAdmitting(NodeIndex(0), false)
        #expect(core.claim(exactly: members) == false)
        #expect(core.adopt(members))
        #expect(core.adopt(members) == false)
        #expect(core.checkInvariants(placements: members) == [])
        #expect(core.headroom(of: DomainIndex(1)) < .zero)
    }

    @Test("a tree of other domains or paths is told apart from one with other budgets")
    func shape() throws {
        let core = try site(Watts(5_000)).core()
        #expect(core.hasShape(of: try site(Watts(9_000)).power))
        #expect(core.hasShape(of: try Site.gpuRacks.power) == false)
    }

    @Test("a copy and an emptied core go their own ways")
    func copies() throws {
        let core = try site(Watts(12_000)).core()
        let members = core.claim(ask(8, of: Site.h200, watts: 600)).placements
        core.setAdmitting(NodeIndex(1), false)
        try core.setBudgets(site(Watts(11_000)).power)
        let (copy, emptied) = (core.copy(), core.emptied())
        copy.release(members)
        #expect(copy.checkInvariants(placements: []) == [] && core.checkInvariants(placements: members) == [])
        #expect(emptied.checkInvariants(placements: []) == [] && emptied.isAdmitting(NodeIndex(1)) && !copy.isAdmitting(NodeIndex(1)))
        #expect(emptied.usage(of: DomainIndex(1)).budget == Watts(11_000))
    }

    @Test("the invariant check finds a claim that is held twice and one that is not counted")
    func checksFindFaults() throws {
        let core = try site(Watts(12_000)).core()
        let members = core.claim(ask(2, of: Site.h200, cores: 2, mebibytes: 64)).placements
        #expect(core.checkInvariants(placements: members + members).contains { $0.hasPrefix("(1)") })
        let missing = core.checkInvariants(placements: [])
        #expect(missing.contains { $0.hasPrefix("(2) rack-a") } && missing.contains { $0.hasPrefix("(6) a1 has devices") })
        #expect(missing.contains { $0.contains("MiB") } && missing.contains { $0.contains("other cores") })
    }

    @Test("where all are over their budgets, the place is named that lacks the fewest of them")
    func nearestPlace() throws {
        var site = Site()
        site.add("a1", [], rack: "rack-a", coreWatts: 1)
        site.add("b1", [], rack: "rack-b", coreWatts: 9)
        site.budgets = ["site": Watts(650), "rack-a": Watts(310)]
        let core = try site.core()
        let held = MemberPlacement(member: 0, node: Site.name("a1"), kind: nil, devices: [], cores: [], memory: [], watts: Watts(100))
        #expect(core.adopt([held]))
        // Rack b has no budget of its own, though its cores draw more.
        #expect(core.plan(ask()).shortages.map(\.domain) == ["site"])
    }
}
