import BerthBench
import BerthModel
import BerthPlacement
import Testing

@Suite("Modelled fleet")
struct MixedFleetTests {
    @Test("rows hold 99 % of their racks, halls 98 % and the site 97 % of all racks", arguments: [200, 5000])
    func budgets(nodes: Int) {
        let fleet = MixedFleet(nodes: nodes, powerBound: 0.7, agencies: 1).fleet
        var racksBelow = [Int64](repeating: 0, count: fleet.domains.count)
        let leaves = Set(fleet.nodes.map(\.domain))
        for leaf in leaves {
            var above = fleet.domains[leaf].parent
            while let domain = above {
                racksBelow[domain] += fleet.domains[leaf].headroom.milliwatts
                above = fleet.domains[domain].parent
            }
        }
        for (index, domain) in fleet.domains.enumerated() where !leaves.contains(index) {
            let part = Double(domain.headroom.milliwatts) / Double(racksBelow[index])
            let depth = sequence(first: index, next: { fleet.domains[$0].parent }).reduce(0) { sum, _ in sum + 1 }
            // Every level is rounded down to whole watts once a rack at most.
            #expect(abs(part - [1: 0.97, 2: 0.98, 3: 0.99][depth, default: 0]) < 0.001, "domain \(index) at depth \(depth)")
        }
    }

    @Test("a power bound lowers every budget by its part")
    func bound() {
        let (whole, bound) = (MixedFleet(nodes: 500, agencies: 1), MixedFleet(nodes: 500, powerBound: 0.5, agencies: 1))
        for (left, right) in zip(whole.fleet.domains, bound.fleet.domains) {
            #expect(abs(left.headroom.milliwatts - 2 * right.headroom.milliwatts) <= 1_000_000)
        }
    }

    @Test("a fleet has the nodes that were asked for, of all six kinds", arguments: [720, 10_000])
    func size(nodes: Int) {
        let fleet = MixedFleet(nodes: nodes, agencies: 1)
        #expect(fleet.fleet.nodes.count == nodes)
        #expect(Set(fleet.fleet.nodes.map(\.type)).count == 6)
        #expect(fleet.deviceCount == fleet.fleet.nodes.reduce(0) { $0 + fleet.fleet.types[$1.type].devices })
    }

    @Test("each type has its share of the rows: 3, 2, 2, 2, 8 and 3 of 20")
    func shares() {
        let fleet = MixedFleet(nodes: 20 * 256 * 3, agencies: 1).fleet
        let counts = fleet.types.indices.map { type in fleet.nodes.count { $0.type == type } }
        #expect(counts == [3, 2, 2, 2, 8, 3].map { $0 * 256 * 3 })
    }
}
