import BerthModel
import Testing

@testable import BerthPlacement

@Suite("Members that stand together")
struct TogetherTests {
    /// Two link domains of three four-GPU nodes over two racks, and a node that is linked to none.
    private static var site: Site {
        var site = Site()
        for (name, rack, link) in [
            ("a1", "rack-a", "x"), ("a2", "rack-a", "x"), ("b1", "rack-b", "x"), ("a3", "rack-a", "y"), ("b2", "rack-b", "y"),
            ("b3", "rack-b", "y"), ("b4", "rack-b", nil),
        ] {
            site.add(name, [Site.gpus(4)], rack: rack)
            site.nodes[site.nodes.count - 1].link = link.map { LinkName(literal: $0 == "x" ? "x" : "y") }
        }
        return site
    }

    private func gang(_ members: Int, of count: Int, _ together: Together, watts: Int = 500) -> PlacementRequest {
        var request = ask(count, of: Site.h200, members: members, watts: watts)
        request.together = together
        return request
    }

    private func nodes(_ outcome: PlanOutcome) -> Set<String> { Set(outcome.placements.map(\.node.text)) }

    @Test("a gang goes to one link domain, the tightest that holds it, and never over two")
    func links() throws {
        let core = try TogetherTests.site.core()
        let held = core.claim(ask(4, of: Site.h200, on: ["a3"])).placements
        #expect(nodes(core.plan(gang(2, of: 4, .nvlink))) == ["b2", "b3"])
        #expect(nodes(core.plan(gang(3, of: 4, .nvlink))) == ["a1", "a2", "b1"])
        #expect(core.claim(gang(3, of: 4, .nvlink)).fits)
        let waiting = try #require(core.plan(gang(3, of: 4, .nvlink)).shortages.first)
        #expect(waiting.reason == .waitingForTopology && waiting.need == 12 && waiting.have == 8)
        #expect(waiting.message == "12 x h200 are free, this job needs 3 sets of 4 in one NVLink domain; the freest, y, has room for 2")
        core.release(held)
        #expect(nodes(core.plan(gang(3, of: 4, .nvlink))) == ["a3", "b2", "b3"])
    }

    @Test("the devices of one node are linked, whether or not the node is linked to others")
    func ownLinks() throws {
        var site = TogetherTests.site
        for node in site.nodes.indices { site.nodes[node].link = nil }
        let core = try site.core()
        #expect(nodes(core.plan(gang(4, of: 1, .nvlink))).count == 1)
        #expect(core.plan(gang(2, of: 3, .nvlink)).shortages.map(\.reason) == [.neverFits])
    }

    @Test("a gang in one rack, one hall or one node takes the tightest that holds it")
    func places() throws {
        let core = try TogetherTests.site.core()
        #expect(nodes(core.plan(gang(3, of: 4, .rack))) == ["a1", "a2", "a3"])
        #expect(nodes(core.plan(gang(4, of: 4, .rack))) == ["b1", "b2", "b3", "b4"])
        #expect(core.plan(gang(5, of: 4, .rack)).shortages.map(\.reason) == [.neverFits])
        let held = core.claim(ask(2, of: Site.h200, on: ["b4"])).placements
        #expect(nodes(core.plan(gang(2, of: 1, .node))) == ["b4"])
        #expect(nodes(core.plan(gang(4, of: 1, .node))).count == 1)
        core.release(held)
        #expect(core.checkInvariants(placements: []) == [])
    }

    @Test("what never stands together is told with the largest that there is")
    func never() throws {
        let core = try TogetherTests.site.core()
        let four = try #require(core.canEverFit(gang(4, of: 4, .nvlink)).first)
        #expect(four.reason == .neverFits && four.need == 16 && four.have == 12)
        #expect(
            four.message == "the job needs 4 x 4 x h200 in one NVLink domain; the largest, x, holds 3 such members when it is empty")
        #expect(core.canEverFit(gang(4, of: 4, .rack)).isEmpty)
        var nodes = TogetherTests.site.nodes
        for node in nodes.indices { nodes[node].place = Place.site }
        let fleet = Fleet(name: "flat", nodes: nodes, places: [Place(name: Place.site, parent: nil, rating: nil)])
        let flat = try PlacementCore(
            fleet: fleet, catalogue: .shipped,
            power: PowerTree(
                domains: [PowerDomain(name: Place.site, parent: nil, budget: nil)], paths: nodes.map { _ in [DomainIndex(0)] }))
        #expect(
            flat.canEverFit(gang(2, of: 1, .rack)).map(\.message) == [
                "the job needs 2 x 1 x h200 in one rack, and the fleet file puts these nodes in none"
            ])
    }

    @Test("a link domain whose rack has not the watts is passed over, and named when no other holds the gang")
    func watts() throws {
        var site = TogetherTests.site
        // Of three idle nodes, 680 W each; a member of four devices and a core draws 2,004 W more.
        site.budgets = ["rack-a": Watts(2_040 + 3_000)]
        let core = try site.core()
        #expect(nodes(core.plan(gang(3, of: 4, .nvlink))) == ["a3", "b2", "b3"], "x has two nodes in rack-a")
        #expect(core.claim(gang(3, of: 4, .nvlink)).fits)
        // x never has the watts; y needs those of a3 and its devices.
        let waiting = core.plan(gang(3, of: 4, .nvlink)).shortages
        #expect(waiting.map(\.reason) == [.waitingForPower, .waitingForTopology])
        site.budgets = ["rack-a": Watts(2_040 + 1_000)]
        #expect(
            try site.core().canEverFit(gang(3, of: 4, .nvlink)).map(\.message) == [
                "rack-a has 1 kW above its idle load when nothing runs, this job needs 4.008 kW"
            ])
        var dear = Site()
        for name in ["a1", "a2"] {
            dear.add(name, [Site.gpus(4)])
            dear.nodes[dear.nodes.count - 1].link = LinkName(literal: "x")
        }
        dear.budgets = ["rack-a": Watts(1_360 + 4_050)]
        let other = try dear.core()
        #expect(other.claim(ask(cores: 8, on: ["a1"])).fits && other.claim(ask(cores: 8, on: ["a2"])).fits)
        let shortage = try #require(other.plan(gang(2, of: 4, .nvlink)).shortages.first)
        #expect(shortage.reason == .waitingForPower && shortage.domain == "rack-a")
        #expect(shortage.message == "rack-a has 3.986 kW left, this job needs 4.008 kW")
    }
}
