import BerthModel
import Testing

@testable import BerthHost

@Suite("The relation of two devices")
struct RelationTests {
    private typealias PCIDevice = HostTopology.PCIDevice
    private typealias Accelerator = HostTopology.Accelerator

    private func host(_ left: [String], _ leftNode: Int?, _ right: [String], _ rightNode: Int?) -> HostTopology {
        let addresses = [PCIAddress(bus: 1, device: 0), PCIAddress(bus: 2, device: 0)]
        return HostTopology(
            hostname: "h",
            pciDevices: zip(addresses, [(left, leftNode), (right, rightNode)]).map {
                PCIDevice(address: $0, vendor: 0x10de, device: 1, deviceClass: 0x0302, bridges: $1.0, numaNode: $1.1)
            },
            accelerators: zip(addresses, [leftNode, rightNode]).enumerated().map {
                Accelerator(vendor: .nvidia, index: $0, id: "GPU-\($0)", address: $1.0, numaNode: $1.1)
            })
    }

    @Test("is the nearest that the paths and nodes prove", arguments: [
        (["host", "s1"], 0, ["host", "s1"], 0, .switched),
        (["host", "s1", "s2"], 0, ["host", "s1", "s3"], 0, .severalSwitches),
        (["host", "s1"], 0, ["host", "s2"], 0, .hostBridge),
        (["host"], nil, ["host"], nil, .hostBridge),
        (["host1", "s1"], 0, ["host2", "s2"], 0, .numaNode),
        (["host1", "s1"], 0, ["host2", "s2"], 1, .system),
        ([], nil, [], nil, .unknown),
        (["host1"], 0, ["host2"], nil, .unknown),
    ] as [([String], Int?, [String], Int?, Relation)])
    func nearest(left: [String], leftNode: Int?, right: [String], rightNode: Int?, expected: Relation) {
        let host = host(left, leftNode, right, rightNode)
        #expect(host.relation(host.accelerators[0], host.accelerators[1]) == expected)
        #expect(host.relation(host.accelerators[1], host.accelerators[0]) == expected)
        #expect(host.relation(host.accelerators[0], host.accelerators[0]) == .same)
        #expect(host.relation(host.accelerators[0], host.pciDevices[1]) == expected)
    }

    @Test("is NVLink where the boards have one, whatever PCIe says")
    func nvlink() {
        var host = host(["host1"], 0, ["host2"], 1)
        host.accelerators[0].nvlinkPeers = [1]
        #expect(host.relation(host.accelerators[0], host.accelerators[1]) == .nvlink)
    }

    @Test("on a trn2 follows the links of its torus, and no legal eight stands on one NUMA node")
    func torus() throws {
        let host = try #require(Fixture.all.first { $0.name == "trn2-like" }).discover()
        #expect(host.accelerators.count == 16)
        for device in host.accelerators {
            let linked = host.accelerators.filter { host.relation(device, $0) == .neuronLink }
            #expect(linked.count == 4)
            #expect(linked.allSatisfy { host.relation($0, device) == .neuronLink })
        }
        func nodes(_ range: Range<Int>) -> Set<Int?> { Set(range.map { host.accelerators[$0].numaNode }) }
        #expect([0..<4, 4..<8, 8..<12, 12..<16].map { nodes($0).count } == [1, 1, 1, 1])
        #expect([0..<8, 8..<16].map { nodes($0).count } == [2, 2])
        #expect(nodes(4..<12) == [0], "the NUMA-local eight is not a legal block")
    }
}
