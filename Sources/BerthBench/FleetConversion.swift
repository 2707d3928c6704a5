import BerthModel
import BerthPlacement

/// From names to numbers: what `MixedFleet` learns of a fleet, node by node.
struct FleetConversion {
    private typealias NUMANode = EngineFleet.NodeType.NUMANode

    private let fleet: Fleet
    private var numbers: [EngineFleet.NodeType: Int] = [:]
    private var kindNumbers: [KindName: Int] = [:]
    private let places: [PlaceName: Int]
    /// For each place the most that claims can add there, and what stands there idle.
    private var mostWatts: [Watts]
    private var idleWatts: [Watts]
    private(set) var types: [EngineFleet.NodeType] = []
    private(set) var nodes: [EngineFleet.Node] = []
    private(set) var kinds: [AcceleratorKind] = []
    private(set) var deviceCount = 0

    init(_ fleet: Fleet) {
        self.fleet = fleet
        places = Dictionary(fleet.places.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        mostWatts = fleet.places.map { _ in .zero }
        idleWatts = mostWatts
    }

    mutating func add(_ node: FleetNode) throws(BerthError) {
        guard node.groups.count < 2 else {
            throw BerthError(
                .invalidFleet, "node \"\(node.name)\" has devices of \(node.groups.count) kinds, and the benchmark places on one a node")
        }
        guard let place = places[node.place] else {
            throw BerthError(.invalidFleet, "node \"\(node.name)\" stands at \"\(node.place)\", which the fleet does not name")
        }
        let group = node.groups.first
        var (idle, most) = (node.hostIdle, node.wattsPerCore * node.coreCount)
        var number: Int?
        if let group {
            let kind = try kind(of: group)
            number = kind.number
            idle = idle + kind.data.power.idle * group.devices.count
            most = most + (kind.data.power.max - kind.data.power.idle) * group.devices.count
            deviceCount += group.devices.count
        }
        var type = try FleetConversion.type(of: node, group, number)
        type.wattsMax = most
        if let group, !group.keepsBoardsWhole { type.shareBoards(of: kinds[number ?? 0]) }
        nodes.append(EngineFleet.Node(type: numbered(type), domain: place))
        idleWatts[place] = idleWatts[place] + idle
        mostWatts[place] = mostWatts[place] + most
    }

    private mutating func kind(of group: DeviceGroup) throws(BerthError) -> (number: Int, data: AcceleratorKind) {
        if let number = kindNumbers[group.kind] { return (number, kinds[number]) }
        guard let data = fleet.catalogue.kinds[group.kind] else {
            throw BerthError(.invalidFleet, "the catalogue has no kind \"\(group.kind)\"")
        }
        kindNumbers[group.kind] = kinds.count
        kinds.append(data)
        return (kinds.count - 1, data)
    }

    private mutating func numbered(_ type: EngineFleet.NodeType) -> Int {
        if let number = numbers[type] { return number }
        numbers[type] = types.count
        types.append(type)
        return types.count - 1
    }

    /// Hosts of more NUMA nodes than the engine's words hold are folded, neighbours together.
    private static func type(of node: FleetNode, _ group: DeviceGroup?, _ kind: Int?) throws(BerthError) -> EngineFleet.NodeType {
        let sides = min(EngineFleet.NodeType.numaNodesMax, node.numaNodes.count)
        var numaNodes = [EngineFleet.NodeType.NUMANode](repeating: .init(cores: 0, mebibytes: 0), count: sides)
        var sideOfIndex: [Int: Int] = [:]
        for (position, numaNode) in node.numaNodes.enumerated() {
            let side = position * sides / node.numaNodes.count
            sideOfIndex[numaNode.index] = side
            numaNodes[side].cores += numaNode.cores.count
            numaNodes[side].mebibytes += numaNode.memory.mebibytesRoundedDown
        }
        guard numaNodes.allSatisfy({ $0.cores <= NUMANode.coresMax && $0.mebibytes <= NUMANode.mebibytesMax }) else {
            throw BerthError(
                .invalidFleet, "node \"\(node.name)\" has more cores or memory beside one socket than the engine's words hold",
                hint: "at most \(NUMANode.coresMax) cores and \(NUMANode.mebibytesMax) MiB")
        }
        var masks = [UInt16](repeating: 0, count: sides)
        for (device, each) in (group?.devices ?? []).enumerated() {
            if let index = each.numaNode, let side = sideOfIndex[index] { masks[side] |= 1 << UInt16(device) }
        }
        return EngineFleet.NodeType(
            kind: kind, rule: group?.legalSets ?? .any, devices: group?.devices.count ?? 0, devicesOfNUMANode: masks, numaNodes: numaNodes,
            wattsPerCore: node.wattsPerCore)
    }

    /// The power domains of the places, parents first as in the file.
    func domains(powerBound: Double?) throws(BerthError) -> [EngineFleet.Domain] {
        var (most, idle) = (mostWatts, idleWatts)
        let parents = fleet.places.map { place in place.parent.flatMap { places[$0] } }
        if let powerBound { most = most.map { Watts(milliwatts: Int64(Double($0.milliwatts) * powerBound)) } }
        for place in fleet.places.indices.reversed() {
            guard let parent = parents[place] else { continue }
            let part = powerBound == nil ? 1 : 0.99
            most[parent] = most[parent] + Watts(milliwatts: Int64(Double(most[place].milliwatts) * part))
            idle[parent] = idle[parent] + idle[place]
        }
        var domains: [EngineFleet.Domain] = []
        for (index, place) in fleet.places.enumerated() {
            var headroom = most[index]
            if powerBound == nil, let rating = place.rating {
                headroom = rating - idle[index]
                guard headroom >= .zero else {
                    throw BerthError(
                        .invalidFleet, "\"\(place.name)\" is rated at \(rating), and what stands there draws \(idle[index]) idle")
                }
            }
            domains.append(EngineFleet.Domain(parent: parents[index], headroom: headroom))
        }
        return domains
    }
}
