package import BerthModel
package import BerthPlacement

/// An openb list as a fleet of the production core.
///
/// A core of the fleet is an eighth of one of the list's, as the core counts nothing finer; 256 of them are a CPU package, and stand
/// as a NUMA node. Devices hang from no NUMA node: the list tells of none.
package struct CoreFleet: Sendable {
    /// Thousandths of CPU in one core of the fleet.
    package static let coreMilli: Int32 = 125
    private static let packageCores = Int(PackingKind.packageMilli / coreMilli)

    package let fleet: Fleet
    package let catalogue: Catalogue
    /// In the order of `OpenBModel.all`.
    private let kinds: [AcceleratorKind]

    package init(_ packing: PackingFleet) {
        kinds = OpenBModel.all.map(CoreFleet.kind)
        let (packing, kinds) = (packing, kinds)
        catalogue = Catalogue(kinds: kinds, instances: [])
        let shapes = packing.kinds.map { kind in
            (
                CoreFleet.numaNodes(of: kind),
                DeviceGroup(
                    kind: kinds[kind.model].name,
                    devices: (0..<kind.gpuCount).map { Device(id: "\($0)", numaNode: nil, isModelled: true) }, legalSets: .any)
            )
        }
        let nodes = packing.nodes.enumerated().map { index, node in
            FleetNode(
                name: CoreFleet.name(of: index), groups: [shapes[Int(node.kind)].1], numaNodes: shapes[Int(node.kind)].0,
                place: Place.site, hostIdle: Watts(packing.kinds[Int(node.kind)].packageCount * PackingKind.packageIdleWatts),
                wattsPerCore: CoreFleet.wattsPerCore(packing.kinds[Int(node.kind)]), isModelled: true)
        }
        fleet = Fleet(
            name: "openb", nodes: nodes, places: [Place(name: Place.site, parent: nil, rating: nil)], catalogue: catalogue)
    }

    /// A package draws its watts however few of its cores are there.
    private static func wattsPerCore(_ kind: PackingKind) -> Watts {
        let cores = max(1, min(packageCores, Int(kind.cpuMilli / coreMilli)))
        return Watts(milliwatts: Int64(PackingKind.packageBusyWatts - PackingKind.packageIdleWatts) * 1000 / Int64(cores))
    }

    /// Nodes are named by their place, as a list that stands several times over has each name several times.
    private static func name(of index: Int) -> NodeName {
        guard let name = try? NodeName("n\(index)") else { preconditionFailure("n\(index) is no name") }
        return name
    }

    private static func kind(_ model: OpenBModel) -> AcceleratorKind {
        guard let name = try? KindName(model.name.lowercased()) else { preconditionFailure("\(model.name) is no name") }
        let power = PowerRange(
            idle: Watts(model.idleWatts), min: nil, default: Watts(model.busyWatts), max: Watts(model.busyWatts), provenance: .published,
            source: "PWR+FGD, CCGrid 2025")
        return AcceleratorKind(name: name, vendor: .nvidia, memory: .gibibytes(16), power: power, legalSets: .any)
    }

    private static func numaNodes(of kind: PackingKind) -> [NUMANode] {
        let cores = Int(kind.cpuMilli / coreMilli)
        let count = max(1, (cores + packageCores - 1) / packageCores)
        return (0..<count).map { index in
            let here = min(packageCores, cores - index * packageCores)
            let memory = Int(kind.memoryMebibytes)
            return NUMANode(
                index: index, cores: (0..<here).map { [index * packageCores + $0] },
                memory: .mebibytes(memory * (index + 1) / count - memory * index / count))
        }
    }

    /// A pod as a job of one member: a part of a board, or whole devices, of any model that it allows.
    package func request(for spec: PackingSpec) -> PlacementRequest {
        let cores = (spec.cpuMilli + CoreFleet.coreMilli - 1) / CoreFleet.coreMilli
        var alternatives = [PlacementRequest.Alternative(kind: nil, count: 0, wattsPerDevice: .zero)]
        if spec.gpuCount > 0 {
            alternatives = OpenBModel.all.indices.filter(spec.allows).map { model in
                let kind = kinds[model]
                guard spec.isShared else {
                    return PlacementRequest.Alternative(kind: kind.name, count: Int(spec.gpuCount), wattsPerDevice: kind.boardWatts)
                }
                return PlacementRequest.Alternative(
                    kind: kind.name, count: 1, wattsPerDevice: kind.boardWatts,
                    partition: .thousandths(Int(spec.gpuMilli), memory: .zero), thousandths: Int(spec.gpuMilli))
            }
        }
        var request = PlacementRequest(
            members: [0], alternatives: alternatives, cpus: .cores(max(1, Int(cores))),
            memory: .mebibytes(Int(spec.memoryMebibytes)))
        request.isIndifferent = true
        return request
    }
}
