import BerthModel
import Testing

@testable import BerthHost

@Suite("A host as a node of the fleet")
struct FleetNodeTests {
    private static func fixture(_ name: String) throws -> HostTopology { try #require(Fixture.all.first { $0.name == name }).discover() }
    private static let h200 = KindName(literal: "h200")
    private static let trn2 = KindName(literal: "trn2")

    @Test("has the host's devices by kind, each near its own NUMA node")
    func real() throws {
        let node = try FleetNode(discovered: Self.fixture("p5-like"), catalogue: .shipped)
        #expect(node.name.text == "p5-like")
        #expect(!node.isModelled)
        #expect(node.coreCount == 96)
        #expect(node.memory == .gibibytes(2048))
        #expect(node.groups.map(\.kind.text) == ["h100"])
        let devices = try #require(node.groups.first).devices
        #expect(devices.map(\.numaNode) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(devices.allSatisfy { !$0.isModelled && $0.id.hasPrefix("GPU-") })
        #expect(node.numaNodes[1].cores.first == [48, 144])
    }

    @Test("numbers Neuron devices as the vendor does, for its blocks are counted so")
    func neuron() throws {
        let group = try #require(FleetNode(discovered: Self.fixture("trn2-like"), catalogue: .shipped).groups.first)
        #expect(group.kind == Self.trn2)
        #expect(group.devices.map(\.id) == (0..<16).map { "\($0)" })
        #expect(group.devices.map(\.numaNode) == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
        #expect(group.legalSets == .alignedBlock(sizes: [1, 4, 8, 16]))
    }

    @Test("refuses Neuron devices with a gap, since the blocks could not be told")
    func gap() throws {
        var host = try Self.fixture("trn2-like")
        host.accelerators.remove(at: 3)
        let error = #expect(throws: BerthError.self) { try FleetNode(discovered: host, catalogue: .shipped) }
        #expect(error?.code == .invalidFleet)
        #expect(error?.message.contains("0-2,4-15") ?? false)
    }

    @Test(
        "spreads modelled devices evenly over its NUMA nodes, in order",
        arguments: [
            ("pack:2 [numa] core:2 pu:1", 8, [0, 0, 0, 0, 1, 1, 1, 1]), ("pack:1 [numa] core:2 pu:1", 3, [0, 0, 0]),
            ("pack:4 [numa] core:1 pu:1", 2, [0, 2]), ("pack:2 [numa] core:2 pu:1", 3, [0, 0, 1]), ("pack:2 [numa] core:2 pu:1", 1, [0]),
        ])
    func modelled(description: String, count: Int, nodes: [Int]) throws {
        let host = try HostDiscovery(.synthetic(description)).discover()
        let node = try FleetNode(discovered: host, modelled: [(Self.h200, count), (Self.trn2, 16)], catalogue: .shipped)
        #expect(node.groups.map(\.kind) == [Self.h200, Self.trn2])
        #expect(node.groups[0].devices.map(\.id) == (0..<count).map { "GPU-modelled-\($0)" })
        #expect(node.groups[0].devices.map(\.numaNode) == nodes)
        #expect(node.groups[1].devices.map(\.id) == (0..<16).map { "neuron-modelled-\($0)" })
        #expect(node.groups.flatMap(\.devices).allSatisfy { $0.isModelled })
        #expect(!node.isModelled, "the host itself is real")
    }

    @Test("leaves out what cannot be scheduled, and says what and why")
    func omissions() throws {
        let host = try Self.fixture("unknown-locality")
        let node = try FleetNode(discovered: host, catalogue: .shipped)
        #expect(node.groups.flatMap(\.devices).map(\.id) == ["GPU-00000000-0000-4000-8000-000000000020"])
        #expect(node.groups.flatMap(\.devices).map(\.numaNode) == [nil])
        let left = Omission.list(host, catalogue: .shipped)
        #expect(left.map(\.device) == ["GPU-00000000-0000-4000-8000-000000000021"])
        #expect(left[0].description.contains("MIG"))

        let grace = try Self.fixture("grace-like")
        #expect(try FleetNode(discovered: grace, catalogue: .shipped).groups.isEmpty)
        #expect(Omission.list(grace, catalogue: .shipped).map(\.reason) == Array(repeating: "the catalogue has no kind gh200", count: 4))
    }

    @Test("leaves the memory of GPUs to them: only NUMA nodes with cores take jobs")
    func deviceMemory() throws {
        let node = try FleetNode(discovered: Self.fixture("grace-like"), catalogue: .shipped)
        #expect(node.numaNodes.map(\.index) == [0, 1, 2, 3])
        #expect(node.memory == .gibibytes(4 * 480))
        #expect(node.coreCount == 288)
    }

    @Test("does without devices whose driver is not loaded")
    func noDriver() throws {
        let fixture = try #require(Fixture.all.first { $0.name == "p5-like" })
        let host = try HostDiscovery(.xml(fixture.text("xml") ?? "")).discover()
        #expect(host.accelerators.count == 8)
        #expect(host.accelerators.map(\.kind?.text) == Array(repeating: "h100", count: 8))
        #expect(try FleetNode(discovered: host, catalogue: .shipped).groups.isEmpty)
    }

    @Test(
        "refuses models that cannot be",
        arguments: [
            ("h300", 1, ErrorCode.noSuchKind), ("h200", 0, .invalidFleet), ("h200", 17, .invalidFleet),
            ("h100", 2, .invalidFleet),
        ])
    func refusal(kind: String, count: Int, code: ErrorCode) throws {
        let host = try Self.fixture("p5-like")
        let name = try KindName(kind)
        let error = #expect(throws: BerthError.self) { try FleetNode(discovered: host, modelled: [(name, count)], catalogue: .shipped) }
        #expect(error?.code == code)
    }

    @Test("takes the power limits of its own boards over the catalogue's")
    func measured() throws {
        var host = try Self.fixture("p5-like")
        host.accelerators[3].power.max = Watts(750)
        host.accelerators[4].memory = .gibibytes(79)
        let kind = try Catalogue.shipped.measured(on: host).kind(KindName(literal: "h100"))
        #expect(kind.power.max == Watts(750), "the board that may draw most sets what is reserved")
        #expect(kind.power.default == Watts(700) && kind.power.min == Watts(200) && kind.power.idle == Watts(95))
        #expect(kind.power.provenance == .measured)
        #expect(kind.memory == .gibibytes(79))
        #expect(try Catalogue.shipped.measured(on: host).kind(Self.h200) == Catalogue.shipped.kind(Self.h200))

        // A board whose limits are all below the catalogue's idle figure still gives figures that ascend.
        let low = PowerReading(min: Watts(10), standard: Watts(60), max: Watts(70))
        for index in host.accelerators.indices { host.accelerators[index].power = low }
        #expect(try Catalogue.shipped.measured(on: host).kind(KindName(literal: "h100")).power.idle == Watts(60))

        // Trainium tells no watts, so the operator's estimate stands.
        let trainium = try Catalogue.shipped.measured(on: Self.fixture("trn2-like")).kind(Self.trn2)
        #expect(trainium.power.provenance == .operatorEstimate)
    }
}
