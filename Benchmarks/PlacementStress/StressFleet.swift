import BerthModel
import BerthPlacement

/// A fleet small enough that two threads keep meeting on its words: GPUs on two sockets, a torus, a node with both, one with neither but
/// with four NUMA nodes.
enum StressFleet {
    static let fleet: Fleet = {
        let rackA = PlaceName(literal: "rack-a")
        let rackB = PlaceName(literal: "rack-b")
        let h200 = DeviceGroup(
            kind: KindName(literal: "h200"), devices: (0..<8).map { Device(id: "GPU-modelled-\($0)", numaNode: $0 / 4, isModelled: true) },
            legalSets: .any)
        let trn2 = DeviceGroup(
            kind: KindName(literal: "trn2"), devices: (0..<16).map { Device(id: "neuron-modelled-\($0)", numaNode: nil, isModelled: true) },
            legalSets: .alignedBlock(sizes: [1, 4, 8, 16]))
        func node(_ name: StaticString, _ groups: [DeviceGroup], _ place: PlaceName, numaNodes: Int = 2) -> FleetNode {
            FleetNode(
                name: NodeName(literal: name), groups: groups,
                numaNodes: (0..<numaNodes).map { index in
                    NUMANode(index: index, cores: (0..<48 / numaNodes).map { [$0] }, memory: .gibibytes(128 / numaNodes))
                }, place: place, hostIdle: Watts(300), wattsPerCore: Watts(4), isModelled: true)
        }
        return Fleet(
            name: "stress",
            nodes: [
                node("h-01", [h200], rackA), node("h-02", [h200], rackA), node("t-01", [trn2], rackB), node("t-02", [trn2], rackB),
                node("m-01", [h200, trn2], rackB), node("c-01", [], rackA, numaNodes: 4),
            ],
            places: [
                Place(name: Place.site, parent: nil, rating: nil), Place(name: rackA, parent: Place.site, rating: nil),
                Place(name: rackB, parent: Place.site, rating: nil),
            ])
    }()

    /// Budgets that a full fleet would exceed; lowered ones are below what usually runs.
    static func power(lowered: Bool) throws -> PowerTree {
        let budgets = lowered ? [Watts(21_000), Watts(9_000), Watts(14_000)] : [Watts(34_000), Watts(13_000), Watts(26_000)]
        let domains = fleet.places.enumerated().map { index, place in
            PowerDomain(name: place.name, parent: place.parent == nil ? nil : DomainIndex(0), budget: budgets[index])
        }
        return try PowerTree(
            domains: domains, paths: fleet.nodes.map { node in [DomainIndex(node.place.text == "rack-a" ? 1 : 2), DomainIndex(0)] })
    }

    /// One chip of a node, drawing these watts.
    static func member(on name: StaticString, watts: Watts) -> MemberPlacement {
        MemberPlacement(
            member: 0, node: NodeName(literal: name), kind: KindName(literal: "trn2"), devices: [0], cores: [], memory: [], watts: watts)
    }

    /// What a worker asks for next: devices of either kind, cores only, parts of a core, single members and gangs.
    static func request(using random: inout SplitMix) -> PlacementRequest {
        func alternative(_ kind: StaticString, _ counts: [Int]) -> PlacementRequest.Alternative {
            PlacementRequest.Alternative(
                kind: KindName(literal: kind), count: counts[Int.random(in: 0..<counts.count, using: &random)],
                wattsPerDevice: Watts(Int.random(in: 100...600, using: &random)))
        }
        let h200 = alternative("h200", [1, 1, 2, 4, 8])
        let trn2 = alternative("trn2", [1, 1, 4, 8, 16])
        let cores = PlacementRequest.Alternative(kind: nil, count: 0, wattsPerDevice: .zero)
        let alternatives = [[h200], [trn2], [h200, trn2], [cores]][Int.random(in: 0..<4, using: &random)]
        let members = Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 2...3, using: &random) : 1
        let cpus =
            Bool.random(using: &random)
            ? CoreShare.cores(Int.random(in: 1...8, using: &random)) : CoreShare(eighths: Int.random(in: 1...7, using: &random))
        return PlacementRequest(
            members: Array(0..<members), alternatives: alternatives, cpus: cpus,
            memory: .mebibytes(Int.random(in: 0...8192, using: &random)))
    }
}
