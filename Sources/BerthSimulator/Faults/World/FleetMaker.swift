import BerthModel

/// Collects nodes, places and power domains of a simulated fleet.
struct FleetMaker {
    /// What stands in one rack.
    private struct Make {
        var groups: [(kind: StaticString, count: Int)]
        var cores: Int
        var numaNodes: Int
        var gibibytes: Int
        var isLinked = false
    }

    private static let makes = [
        Make(groups: [("h200", 8)], cores: 32, numaNodes: 2, gibibytes: 512),
        Make(groups: [("trn2", 16)], cores: 48, numaNodes: 2, gibibytes: 768),
        Make(groups: [("a100-80", 8)], cores: 24, numaNodes: 1, gibibytes: 256),
        Make(groups: [("gb200", 4)], cores: 36, numaNodes: 2, gibibytes: 480, isLinked: true),
        Make(groups: [("inf2", 12)], cores: 24, numaNodes: 2, gibibytes: 192),
        Make(groups: [], cores: 40, numaNodes: 4, gibibytes: 256),
        Make(groups: [("h100", 4), ("inf2", 6)], cores: 24, numaNodes: 2, gibibytes: 256),
        Make(groups: [("trn1", 16)], cores: 32, numaNodes: 2, gibibytes: 512),
    ]

    let count: Int
    private(set) var nodes: [FleetNode] = []
    private(set) var places: [Place] = [Place(name: Place.site, parent: nil, rating: nil)]
    private(set) var domains = [SimulatedFleet.Domain(name: "site", parent: nil)]
    private(set) var paths: [[Int]] = []
    private(set) var rackOf: [Int] = []
    private(set) var hallOf: [Int] = []
    private(set) var most: [KindName: Int] = [:]

    init(count: Int) { self.count = count }

    mutating func make(_ chance: inout Chance) {
        var (hall, racks, halls) = (0, 0, 0)
        // Small fleets get their kinds one after the other, so that most of them are there.
        var next = chance.below(FleetMaker.makes.count)
        while nodes.count < count {
            if racks.isMultiple(of: SimulatedFleet.racksPerHall) {
                hall = addPlace("hall-\(halls)", under: 0)
                halls += 1
            }
            let rack = addPlace("rack-\(racks)", under: hall)
            let make = FleetMaker.makes[next % FleetMaker.makes.count]
            next += chance.between(1, 3)
            let size = min(count - nodes.count, count < 24 ? 3 : SimulatedFleet.nodesPerRack)
            let wattsPerCore = Watts(milliwatts: Int64(chance.below(4)) * 1500)
            for _ in 0..<size { add(make, wattsPerCore, rack: rack, hall: hall, number: racks, &chance) }
            racks += 1
        }
        rate(&chance)
        group(&chance)
    }

    private mutating func addPlace(_ name: String, under parent: Int) -> Int {
        places.append(Place(name: made(name), parent: made(domains[parent].name), rating: nil))
        domains.append(SimulatedFleet.Domain(name: name, parent: parent))
        return domains.count - 1
    }

    private mutating func add(_ make: Make, _ wattsPerCore: Watts, rack: Int, hall: Int, number: Int, _ chance: inout Chance) {
        let hostIdle = Watts(chance.between(100, 400))
        var (idle, top) = (hostIdle.milliwatts, hostIdle.milliwatts + wattsPerCore.milliwatts * Int64(make.cores))
        let each = make.cores / make.numaNodes
        let groups = make.groups.map { name, count -> DeviceGroup in
            guard let kind = Catalogue.shipped.kinds[KindName(literal: name)] else { preconditionFailure("no kind \(name)") }
            idle += kind.power.idle.milliwatts * Int64(count)
            top += kind.power.max.milliwatts * Int64(count)
            most[kind.name] = max(most[kind.name] ?? 0, count)
            let devices = (0..<count).map {
                Device(id: kind.modelledDeviceID($0), numaNode: $0 * make.numaNodes / count, isModelled: true)
            }
            return DeviceGroup(kind: kind.name, devices: devices, legalSets: kind.legalSets)
        }
        let numaNodes = (0..<make.numaNodes).map { numa in
            NUMANode(index: numa, cores: (0..<each).map { [numa * each + $0] }, memory: .gibibytes(make.gibibytes / make.numaNodes))
        }
        var node = FleetNode(
            name: made("n-\(nodes.count)"), groups: groups, numaNodes: numaNodes, place: made("rack-\(number)"), hostIdle: hostIdle,
            wattsPerCore: wattsPerCore, isModelled: true)
        if make.isLinked { node.link = made("link-\(number)") }
        nodes.append(node)
        paths.append([rack, hall, 0])
        rackOf.append(rack)
        hallOf.append(hall)
        for domain in [rack, hall, 0] {
            domains[domain].base += idle
            domains[domain].most += top
        }
    }

    /// Feeds that carry less than all their nodes together could draw.
    private mutating func rate(_ chance: inout Chance) {
        for (index, place) in places.enumerated() where place.name.text.hasPrefix("rack") && chance.happens(percent: 50) {
            guard let domain = domains.firstIndex(where: { $0.name == place.name.text }) else { continue }
            let rating = domains[domain].base + (domains[domain].most - domains[domain].base) * Int64(chance.between(60, 95)) / 100
            places[index].rating = Watts(Int(rating / 1000))
            domains[domain].rating = rating / 1000 * 1000
        }
    }

    /// A budget across racks.
    private mutating func group(_ chance: inout Chance) {
        guard nodes.count >= 6 else { return }
        var group = SimulatedFleet.Domain(name: "mix", parent: 0)
        for index in nodes.indices where chance.happens(percent: 20) {
            group.group.append(nodes[index].name)
            paths[index].append(domains.count)
            let (idle, top) = draw(nodes[index])
            group.base += idle
            group.most += top
        }
        if !group.group.isEmpty { domains.append(group) }
    }

    private func draw(_ node: FleetNode) -> (Int64, Int64) {
        var (idle, top) = (node.hostIdle.milliwatts, node.hostIdle.milliwatts + node.wattsPerCore.milliwatts * Int64(node.coreCount))
        for group in node.groups {
            guard let power = Catalogue.shipped.kinds[group.kind]?.power else { continue }
            idle += power.idle.milliwatts * Int64(group.devices.count)
            top += power.max.milliwatts * Int64(group.devices.count)
        }
        return (idle, top)
    }
}
