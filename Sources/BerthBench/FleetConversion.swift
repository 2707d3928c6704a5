import BerthModel
import BerthPlacement

/// From names to numbers: what `MixedFleet` learns of a fleet, node by node.
struct FleetConversion {
    private let fleet: Fleet
    private var numbers: [EngineFleet.NodeType: Int] = [:]
    private var kindNumbers: [KindName: Int] = [:]
    /// The host before and its type: in a large fleet most are like it.
    private var last: (node: FleetNode, type: Int)?
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
        var (idle, most) = (node.hostIdle, node.wattsPerCore * node.coreCount)
        if let group = node.groups.first {
            let power = try kind(of: group).power
            idle = idle + power.idle * group.devices.count
            most = most + (power.max - power.idle) * group.devices.count
            deviceCount += group.devices.count
        }
        nodes.append(EngineFleet.Node(type: try type(of: node), domain: place))
        idleWatts[place] = idleWatts[place] + idle
        mostWatts[place] = mostWatts[place] + most
    }

    private mutating func kind(of group: DeviceGroup) throws(BerthError) -> AcceleratorKind {
        if let number = kindNumbers[group.kind] { return kinds[number] }
        guard let data = fleet.catalogue.kinds[group.kind] else {
            throw BerthError(.invalidFleet, "the catalogue has no kind \"\(group.kind)\"")
        }
        kindNumbers[group.kind] = kinds.count
        kinds.append(data)
        return data
    }

    private mutating func type(of node: FleetNode) throws(BerthError) -> Int {
        // Copies of one host share their lists, so that this is no comparison of their contents.
        if let last, last.node.groups == node.groups, last.node.numaNodes == node.numaNodes, last.node.wattsPerCore == node.wattsPerCore {
            return last.type
        }
        let number = numbered(try EngineFleet.NodeType.types(of: node, kinds: kindNumbers, fleet.catalogue)[0])
        last = (node, number)
        return number
    }

    private mutating func numbered(_ type: EngineFleet.NodeType) -> Int {
        if let number = numbers[type] { return number }
        numbers[type] = types.count
        types.append(type)
        return types.count - 1
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
