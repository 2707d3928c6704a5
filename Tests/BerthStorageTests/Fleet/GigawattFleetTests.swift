import BerthModel
import BerthPolicy
import BerthStorage
import Foundation
import Testing

/// `Policies/fleet-1.3gw.yaml` and the policy beside it. The figures are those of the file's comments.
@Suite("the 1.3 GW fleet")
struct GigawattFleetTests {
    private static let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Policies")

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: policies.appendingPathComponent(name), encoding: .utf8)
    }

    private static let fleet = Result {
        try FleetFile.decode(try text("fleet-1.3gw.yaml"), fileName: "fleet-1.3gw.yaml").resolve { _ throws(BerthError) in
            throw BerthError(.invalidFleet, "the fleet is all modelled")
        }
    }

    private static let tree = Result {
        let policy = try PolicyFile.decode(try text("power-1.3gw.yaml"), fileName: "power-1.3gw.yaml")
        return try PowerTree.build(fleet: try fleet.get(), policy: policy)
    }

    @Test("a page of ranges stands for 100,704 nodes and 1,195,008 devices of six kinds")
    func size() throws {
        let fleet = try GigawattFleetTests.fleet.get()
        #expect(try GigawattFleetTests.text("fleet-1.3gw.yaml").split(separator: "\n").count < 90)
        #expect(fleet.nodes.count == 100_704)
        #expect(Set(fleet.nodes.map(\.name)).count == fleet.nodes.count)
        let devices = Dictionary(uniqueKeysWithValues: fleet.deviceCounts.map { ($0.key.text, $0.value) })
        #expect(devices == ["h100": 51_200, "h200": 76_800, "b200": 163_840, "gb200": 41_472, "trn2": 516_096, "trn3": 345_600])
        let rules = Set(fleet.nodes.map(\.groups[0].legalSets.word))
        #expect(rules == ["any", "aligned-block", "clique", "node-set", "all-to-all"])
    }

    @Test("its places are a site, 50 halls, 1,506 rows and 23,160 racks, and every node stands in a rack")
    func shape() throws {
        let fleet = try GigawattFleetTests.fleet.get()
        var depth: [PlaceName: Int] = [:]
        for place in fleet.places { depth[place.name] = place.parent.map { (depth[$0] ?? 99) + 1 } ?? 0 }
        let counts = Dictionary(grouping: depth.values, by: { $0 }).mapValues(\.count)
        #expect(counts == [0: 1, 1: 50, 2: 1506, 3: 23_160])
        #expect(fleet.nodes.allSatisfy { depth[$0.place] == 3 })
    }

    @Test("a node is named by the rack in which it stands, and a rack by its row")
    func names() throws {
        let fleet = try GigawattFleetTests.fleet.get()
        #expect(fleet.nodes.allSatisfy { $0.name.text.hasPrefix("\($0.place)n") })
        #expect(fleet.places.dropFirst().allSatisfy { $0.parent == Place.site || $0.name.text.hasPrefix("\($0.parent?.text ?? "?")") })
    }

    @Test("the nodes of an NVL72 and of an UltraServer stand in one rack of their own")
    func domains() throws {
        let racks = Dictionary(grouping: try GigawattFleetTests.fleet.get().nodes, by: \.place)
        for (rack, nodes) in racks {
            let expected =
                switch nodes[0].groups[0].legalSets {
                case .clique(let size): size
                case .nodeSet(let sizes): sizes.max() ?? 0
                case .allToAll(let servers): servers
                default: 4
                }
            #expect(nodes.count == expected, "\(rack)")
        }
    }

    @Test("halls, overheads and grid add up: 50 halls of 20 MW, 50 MW, and a quarter on top are 1.3 GW")
    func budgets() throws {
        let fleet = try GigawattFleetTests.fleet.get()
        let tree = try GigawattFleetTests.tree.get()
        let halls = fleet.places.filter { $0.parent == Place.site }.reduce(Watts.zero) { $0 + ($1.rating ?? .zero) }
        #expect(halls == Watts(1_000_000_000))
        #expect(fleet.places[0].rating == Watts(1_300_000_000))
        #expect(tree.domains[0].budget == halls)
        #expect(Watts(50_000_000) + Watts(milliwatts: halls.milliwatts * 5 / 4) == Watts(1_300_000_000))
    }

    @Test("every rating holds what stands below it when idle, and a rack's also when all of it works at its maximum")
    func draw() throws {
        let fleet = try GigawattFleetTests.fleet.get()
        let tree = try GigawattFleetTests.tree.get()
        var idle = Array(repeating: Watts.zero, count: tree.domains.count)
        var full = idle
        for (node, path) in zip(fleet.nodes, tree.paths) {
            let power = try fleet.catalogue.kind(node.groups[0].kind).power
            let devices = node.groups[0].devices.count
            let (least, most) = (
                node.hostIdle + power.idle * devices, node.hostIdle + power.max * devices + node.wattsPerCore * node.coreCount
            )
            #expect(path.count == 4)
            for domain in path {
                idle[domain.value] = idle[domain.value] + least
                full[domain.value] = full[domain.value] + most
            }
        }
        let racks = Set(tree.paths.map { $0[0].value })
        let tooSmall = tree.domains.indices.filter { index in
            guard let budget = tree.domains[index].budget else { return true }
            return idle[index] > budget || racks.contains(index) && full[index] > budget
        }
        #expect(tooSmall.map { tree.domains[$0].name } == [])
        #expect(idle[0].roundedUp == 178_042_880 && full[0].roundedUp == 1_020_564_992)
    }
}
