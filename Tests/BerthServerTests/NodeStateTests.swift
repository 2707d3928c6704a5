import BerthAPI
import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
@testable import BerthServer
import BerthStorage
import Testing

@Suite struct NodeStateTests {
    @Test("a lost node is listed as down, one that was lost too often as flapping, and what an operator drained stays drained")
    func nodeStates() throws {
        let fleet = try FleetFile.decode(TestAPI.fleet, fileName: nil).resolve { _ throws(BerthError) in
            throw BerthError(.invalidFleet, "no host")
        }
        let core = try PlacementCore(fleet: fleet, catalogue: .shipped, power: try PowerTree.build(fleet: fleet, policy: Policy()))
        let name = fleet.nodes[0].name
        var state = SchedulerState()
        func add(_ record: JournalEntry.Record) throws {
            try state.apply(JournalEntry(sequence: state.sequence + 1, time: Timestamp(milliseconds: 1000), record: record))
        }
        func view() -> NodeView {
            NodeView(
                fleet.nodes[0], core.usage(of: NodeIndex(0)), drain: state.drains[name], health: state.nodes[name],
                label: state.labels[name], holdings: [],
                catalogue: .shipped)
        }
        #expect(view().state == "ready" && view().reason == nil)
        try add(.nodeLost(name))
        #expect(view().state == "down" && view().reason == "silent" && view().since != nil)
        try add(.nodeBack(name, heldUntil: Timestamp(milliseconds: 5000)))
        #expect(view().state == "flapping" && view().reason?.hasPrefix("lost 1 times") == true)
        try add(.nodeDrained(name, reason: "fan", by: "root"))
        #expect(view().state == "drained" && view().reason == "fan")
        try add(.nodeUndrained(name, by: "root"))
        try add(.nodeSteady(name))
        #expect(view().state == "ready" && view().reason == nil && view().since == nil)
        try add(.nodeScrubbing(name, to: LabelName("il5")))
        #expect(view().state == "scrubbing" && view().reason == "for label il5" && view().label == nil)
        try add(.nodeScrubbed(name))
        #expect(view().state == "ready" && view().reason == nil && view().label == "il5")
    }
}
