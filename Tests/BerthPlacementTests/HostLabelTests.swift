import BerthModel
import Testing

@testable import BerthPlacement

@Suite struct HostLabelTests {
    private func ask(_ count: Int, label: UInt8, members: Int = 1) -> PlacementRequest {
        var request = PlacementRequest(
            members: Array(0..<members), alternatives: [.init(kind: Site.h200, count: count, wattsPerDevice: Watts(500))], cpus: .cores(1),
            memory: .mebibytes(0))
        request.label = label
        return request
    }

    private func give(_ node: Int, _ label: UInt8, on core: PlacementCore) -> Bool {
        core.setAdmitting(NodeIndex(node), false)
        defer { core.setAdmitting(NodeIndex(node), true) }
        return core.setLabel(NodeIndex(node), label)
    }

    @Test("jobs stand on hosts of their own label only, lone ones and gangs, by the engine and by the learnt rule")
    func apart() throws {
        let core = try Site.gpuRacks.core()
        #expect(give(1, 7, on: core) && give(2, 7, on: core))
        var chooser = try #require(Chooser(core, .learnt))
        for _ in 0..<2 {
            let own = try #require(core.claimIfFits(ask(8, label: 7), by: &chooser))
            #expect(["a2", "b1"].contains(own[0].node.text))
            let none = try #require(core.claimIfFits(ask(8, label: 0), by: &chooser))
            #expect(["a1", "b2"].contains(none[0].node.text))
        }
        #expect(core.claimIfFits(ask(1, label: 7), by: &chooser) == nil && core.claimIfFits(ask(1, label: 0), by: &chooser) == nil)
        let other = try Site.gpuRacks.core()
        #expect(give(0, 3, on: other) && give(3, 3, on: other))
        #expect(Set(try #require(other.claimIfFits(ask(8, label: 3, members: 2))).map(\.node.text)) == ["a1", "b2"])
        #expect(other.claimIfFits(ask(8, label: 0, members: 3)) == nil)
    }

    @Test("a host that admits, or on which somebody holds something, keeps its label")
    func kept() throws {
        let core = try Site.gpuRacks.core()
        #expect(!core.setLabel(NodeIndex(0), 1))
        let held = try #require(core.claimIfFits(Self.lone("a1")))
        core.setAdmitting(NodeIndex(0), false)
        #expect(!core.setLabel(NodeIndex(0), 1) && core.label(of: NodeIndex(0)) == 0 && !core.isIdle(NodeIndex(0)))
        core.release(held)
        #expect(core.isIdle(NodeIndex(0)) && core.setLabel(NodeIndex(0), 1) && core.label(of: NodeIndex(0)) == 1)
        #expect(core.checkInvariants(placements: []) == [])
    }

    private static func lone(_ node: String) -> PlacementRequest {
        PlacementRequest(
            members: [0], alternatives: [.init(kind: nil, count: 0, wattsPerDevice: .zero)], cpus: .cores(1), memory: .mebibytes(0),
            nodeList: [Site.name(node)])
    }

    @Test("a refusal tells hosts of other labels, and what stands free there, from hosts that are full")
    func shortage() throws {
        let core = try Site.gpuRacks.core()
        for node in 0..<3 { #expect(give(node, 1, on: core)) }
        let labelled = try #require(core.plan(ask(8, label: 2)).shortages.first)
        #expect(labelled.reason == .waitingForLabel && labelled.need == 1 && labelled.have == 0)
        #expect(labelled.message.hasSuffix("has room, but not for this label; 32 x h200 stand free on such hosts"))
        #expect(core.claim(ask(8, label: 0)).fits)
        // Its own label's only host is full: devices there are short, or a host must change. Time alone ends the first.
        #expect(core.plan(ask(1, label: 0)).shortages.map(\.reason) == [.waitingForAccelerators])
        #expect(core.canEverFit(ask(8, label: 2)).isEmpty && !core.canEverFit(ask(9, label: 2)).isEmpty)
    }

    @Test("a copy has the labels of its core, an emptied one none")
    func copies() throws {
        let core = try Site.gpuRacks.core()
        #expect(give(2, 5, on: core))
        #expect(core.copy().label(of: NodeIndex(2)) == 5 && core.copy().fits(ask(8, label: 5)))
        #expect(core.emptied().label(of: NodeIndex(2)) == 0 && core.emptied().checkInvariants(placements: []) == [])
    }
}
