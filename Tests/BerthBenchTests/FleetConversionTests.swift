import BerthModel
import BerthPlacement
import Testing

@testable import BerthBench

@Suite("A fleet's names as the engine's numbers")
struct FleetConversionTests {
    private static let rack = PlaceName(literal: "rack")

    private static func instance(_ name: StaticString) -> (InstanceType, AcceleratorKind) {
        guard let instance = Catalogue.shipped.instances[InstanceName(literal: name)], let kind = Catalogue.shipped.kinds[instance.kind]
        else { preconditionFailure("no \(name) in the catalogue") }
        return (instance, kind)
    }

    private static func node(_ name: StaticString, _ instance: StaticString) -> FleetNode {
        let (type, kind) = FleetConversionTests.instance(instance)
        return FleetNode(name: NodeName(literal: name), instance: type, kind: kind, place: rack)
    }

    private static func fleet(_ nodes: [FleetNode], rating: Watts? = nil) -> Fleet {
        Fleet(
            name: "test", nodes: nodes,
            places: [Place(name: Place.site, parent: nil, rating: nil), Place(name: rack, parent: Place.site, rating: rating)])
    }

    @Test("nodes that are alike are of one type, each at its place, and devices are counted")
    func names() throws {
        let fleet = FleetConversionTests.fleet([
            FleetConversionTests.node("a", "p5.48xlarge"), FleetConversionTests.node("b", "trn2.48xlarge"),
            FleetConversionTests.node("c", "p5.48xlarge"),
        ])
        let mixed = try MixedFleet(fleet, powerBound: nil, agencies: 3)
        #expect(mixed.fleet.nodes.map(\.type) == [0, 1, 0])
        #expect(mixed.fleet.nodes.map(\.domain) == [1, 1, 1])
        #expect(mixed.fleet.domains.map(\.parent) == [nil, 0])
        #expect(mixed.deviceCount == 8 + 16 + 8)
        #expect(mixed.kinds.map(\.name.description) == ["h100", "trn2"])
        #expect(mixed.fleet.agencyQuotas.count == 3)
    }

    @Test("more than two NUMA nodes are folded, neighbours together, and nothing is lost")
    func folding() throws {
        var node = FleetConversionTests.node("a", "p5.48xlarge")
        node.numaNodes = (0..<4).map { index in
            NUMANode(index: index, cores: (0..<12).map { [index * 12 + $0] }, memory: Bytes(100 << 30))
        }
        for device in 0..<8 { node.groups[0].devices[device].numaNode = device / 2 }
        let type = try MixedFleet(FleetConversionTests.fleet([node]), powerBound: nil, agencies: 1).fleet.types[0]
        #expect(type.numaNodes.map(\.cores) == [24, 24])
        #expect(type.numaNodes.map(\.mebibytes) == [200 << 10, 200 << 10])
        #expect(type.devicesOfNUMANode == [0x0F, 0xF0])
    }

    @Test("a place's headroom is its rating less what stands there idle, and without a rating what claims can draw at most")
    func ratings() throws {
        let node = FleetConversionTests.node("a", "p5.48xlarge")
        let (type, kind) = FleetConversionTests.instance("p5.48xlarge")
        let idle = type.hostIdle + kind.power.idle * 8
        let rated = try MixedFleet(FleetConversionTests.fleet([node], rating: Watts(50_000)), powerBound: nil, agencies: 1)
        #expect(rated.fleet.domains[1].headroom == Watts(50_000) - idle)
        let most = (kind.power.max - kind.power.idle) * 8 + type.wattsPerCore * node.coreCount
        let open = try MixedFleet(FleetConversionTests.fleet([node]), powerBound: nil, agencies: 1)
        #expect(open.fleet.domains.map(\.headroom) == [most, most])
        let bound = try MixedFleet(FleetConversionTests.fleet([node], rating: Watts(50_000)), powerBound: 0.5, agencies: 1)
        #expect(abs(bound.fleet.domains[1].headroom.milliwatts * 2 - most.milliwatts) <= 2)
    }

    @Test("what the engine has no words for is refused by the node's or the place's name")
    func refusals() {
        func refusal(_ nodes: [FleetNode], rating: Watts? = nil) -> BerthError? {
            do {
                _ = try MixedFleet(FleetConversionTests.fleet(nodes, rating: rating), powerBound: nil, agencies: 1)
                return nil
            } catch { return error }
        }
        let node = FleetConversionTests.node("a", "p5.48xlarge")
        var twoKinds = node
        twoKinds.groups += FleetConversionTests.node("b", "trn2.48xlarge").groups
        #expect(refusal([twoKinds])?.message.contains("\"a\" has devices of 2 kinds") == true)
        var large = node
        large.numaNodes = [NUMANode(index: 0, cores: (0..<1024).map { [$0] }, memory: Bytes(1 << 40))]
        #expect(refusal([large])?.message == "node \"a\" has 1024 cores beside one socket; at most 1023 are supported")
        large.numaNodes = [NUMANode(index: 0, cores: [[0]], memory: Bytes(1 << 42))]
        #expect(refusal([large])?.code == .invalidFleet)
        large.numaNodes = [NUMANode(index: 0, cores: (0..<1023).map { [$0] }, memory: Bytes(1 << 42) - Bytes(1 << 20))]
        #expect(refusal([large]) == nil)
        #expect(refusal([node], rating: Watts(100))?.message.contains("\"rack\" is rated at") == true)
        var bare = node
        bare.groups = []
        #expect(refusal([bare])?.message.contains("no devices to place on") == true)
        var lost = node
        lost.place = PlaceName(literal: "elsewhere")
        #expect(refusal([lost])?.message.contains("\"elsewhere\"") == true)
    }

    @Test("a fleet file's nodes can be measured: every invariant holds on them")
    func measured() throws {
        let fleet = FleetConversionTests.fleet([
            FleetConversionTests.node("a", "p5.48xlarge"), FleetConversionTests.node("b", "trn2.48xlarge"),
        ])
        var bench = PlacementBench()
        (bench.seconds, bench.agencies) = (0.02, 10)
        let report = bench.run(on: try MixedFleet(fleet, powerBound: nil, agencies: 10))
        #expect(report.invariants == "ok")
        #expect(report.nodes == 2 && report.devices == 24)
        #expect(report.placementsPerSecond > 0)
    }
}
