package import BerthModel
import BerthStorage

/// The machines of a replay: as the scheduler sees them, and as an import must know them.
package struct ReplayFleet: Sendable {
    package let fleet: Fleet
    /// The same machines for `FittingTrace`.
    package let cluster: TraceCluster
    package let catalogue: Catalogue
    /// What was assumed, in sentences.
    package let notes: [String]

    /// Nodes of one rack of a fleet that is made from counts.
    private static let rackNodes = 16
    /// Of such a node, for each of its devices and at least once. Estimates: nobody's trace tells them.
    private static let hostIdlePerDevice = Watts(50)
    private static let wattsPerCore = Watts(4)
    private static let coresPerDevice = 12
    package static let coresUsual = 96
    package static let memoryUsual = Bytes.gibibytes(2048)

    /// Makes nodes for pools of counts, `64x8` or `v100:36,p100:36`. Devices of a pool without a kind are of kind `gpu`.
    /// - Throws: `BerthError` with code `usage` for more nodes than a fleet may hold.
    package init(_ counts: TraceCluster, cores: Int? = nil, memory: Bytes? = nil) throws(BerthError) {
        guard counts.nodes <= Limits.nodesMax else {
            throw BerthError(.usage, "--cluster has \(counts.nodes) nodes; at most \(Limits.nodesMax) are replayed")
        }
        var (cluster, nodes, notes) = (counts, [FleetNode](), [String]())
        var kinds = Catalogue.shipped.kinds
        var places = [Place(name: Place.site, parent: nil, rating: nil)]
        for place in cluster.pools.indices {
            let pool = cluster.pools[place]
            let name = pool.kind ?? ReplayKinds.unnamed
            let (kind, isAssumed) = ReplayKinds.kind(name, in: .shipped)
            if kinds.updateValue(kind, forKey: name) == nil || pool.kind == nil, isAssumed, pool.devices > 0 {
                notes.append("a device of kind \(name) draws \(kind.power.idle) idle and \(kind.power.max) at work: an assumption")
            }
            let hostCores = cores ?? max(ReplayFleet.coresUsual, ReplayFleet.coresPerDevice * pool.devices)
            let hostMemory = memory ?? ReplayFleet.memoryUsual
            cluster.pools[place].cores = .cores(hostCores)
            cluster.pools[place].memory = hostMemory
            for _ in 0..<pool.nodes {
                let rack = nodes.count / ReplayFleet.rackNodes
                if nodes.count.isMultiple(of: ReplayFleet.rackNodes) {
                    places.append(Place(name: try PlaceName("rack-\(rack + 1)"), parent: Place.site, rating: nil))
                }
                nodes.append(
                    try ReplayFleet.node(
                        "n-\(nodes.count + 1)", kind, pool.devices, cores: hostCores, memory: hostMemory,
                        place: places[places.count - 1].name))
            }
        }
        let catalogue = Catalogue(kinds: Array(kinds.values), instances: Array(Catalogue.shipped.instances.values))
        fleet = Fleet(name: "replay", nodes: nodes, places: places, catalogue: catalogue)
        (self.cluster, self.catalogue, self.notes) = (cluster, catalogue, notes)
    }

    private static func node(
        _ name: String, _ kind: AcceleratorKind, _ devices: Int, cores: Int, memory: Bytes, place: PlaceName
    ) throws(BerthError) -> FleetNode {
        let half = (cores + 1) / 2
        let sides = cores > 1 ? [0..<half, half..<cores] : [0..<cores]
        let groups =
            devices == 0
            ? []
            : [
                DeviceGroup(
                    kind: kind.name,
                    devices: (0..<devices).map { Device(id: kind.modelledDeviceID($0), numaNode: nil, isModelled: true) },
                    legalSets: kind.legalSets)
            ]
        return FleetNode(
            name: try NodeName(name), groups: groups,
            numaNodes: sides.enumerated().map { index, range in
                NUMANode(index: index, cores: range.map { [$0] }, memory: Bytes(memory.count / Int64(sides.count)))
            },
            place: place, hostIdle: hostIdlePerDevice * max(1, devices), wattsPerCore: wattsPerCore, isModelled: true)
    }

    /// Takes a fleet file as it is.
    /// - Throws: `BerthError` with code `invalidFleet` and its like, also where the file names this host.
    package init(fleetFile text: String, fileName: String) throws(BerthError) {
        let file = try FleetFile.decode(text, fileName: fileName)
        let fleet = try file.resolve { _ throws(BerthError) in
            throw BerthError(.invalidFleet, "a replay needs modelled nodes, and the file names this host", field: fileName)
        }
        guard !fleet.nodes.isEmpty else { throw BerthError(.invalidFleet, "the fleet has no nodes", field: fileName) }
        self.fleet = fleet
        catalogue = fleet.catalogue
        notes = []
        var pools: [TraceCluster.Pool] = []
        var places: [TraceCluster.Pool: Int] = [:]
        for node in fleet.nodes {
            let groups = node.groups.isEmpty ? [nil] : node.groups.map(Optional.some)
            for group in groups {
                let pool = TraceCluster.Pool(
                    kind: group?.kind, nodes: 1, devices: group?.devices.count ?? 0, cores: .cores(node.coreCount), memory: node.memory)
                if let place = places[pool] {
                    pools[place].nodes += 1
                } else {
                    places[pool] = pools.count
                    pools.append(pool)
                }
            }
        }
        cluster = TraceCluster(pools: pools)
    }

    /// The most devices that a node has; 1 where none has any.
    package var devicesPerNode: Int { max(1, cluster.pools.map(\.devices).max() ?? 1) }

    /// Kinds of devices, in the order of the pools.
    package var kinds: [KindName] {
        var seen: Set<KindName> = []
        return cluster.pools.filter { $0.devices > 0 }.map { $0.kind ?? ReplayKinds.unnamed }.filter { seen.insert($0).inserted }
    }
}
