import BerthModel

@testable import BerthPlacement

/// Small fleets for tests: one call a node, budgets by name.
struct Site {
    var nodes: [FleetNode] = []
    /// Rack, site and group budgets; absent ones bound nothing.
    var budgets: [String: Watts] = [:]
    /// Groups of nodes that cut across racks, by name; they hang from the site.
    var groups: [String: [String]] = [:]

    static let h200 = KindName(literal: "h200")
    static let trn2 = KindName(literal: "trn2")
    static let blocks = LegalSetRule.alignedBlock(sizes: [1, 4, 8, 16])

    /// - Parameter sockets: the NUMA node of each device; nil for unknown locality.
    static func group(_ kind: KindName, _ count: Int, rule: LegalSetRule = .any, sockets: ((Int) -> Int?)? = nil) -> DeviceGroup {
        DeviceGroup(
            kind: kind, devices: (0..<count).map { Device(id: "\(kind)-\($0)", numaNode: sockets?($0), isModelled: true) }, legalSets: rule)
    }

    static func gpus(_ count: Int = 8) -> DeviceGroup { group(h200, count) { $0 * 2 / count } }
    static func chips(_ count: Int = 16) -> DeviceGroup { group(trn2, count, rule: blocks) }

    static func name(_ text: String) -> NodeName {
        guard let name = try? NodeName(text) else { preconditionFailure("\(text) is not a name") }
        return name
    }

    /// A node of some sockets, all alike.
    mutating func add(
        _ name: String, _ groups: [DeviceGroup], rack: String = "rack-a", cores: Int = 8, gibibytes: Int = 32, coreWatts: Int = 4,
        sockets: Int = 2
    ) {
        guard let place = try? PlaceName(rack) else { preconditionFailure("\(rack) is not a name") }
        nodes.append(
            FleetNode(
                name: Site.name(name), groups: groups,
                numaNodes: (0..<sockets).map { socket in
                    NUMANode(index: socket, cores: (0..<cores).map { [socket * cores + $0] }, memory: .gibibytes(gibibytes))
                }, place: place, hostIdle: Watts(300), wattsPerCore: Watts(coreWatts), isModelled: true))
    }

    private var racks: [PlaceName] { Set(nodes.map(\.place)).sorted() }
    private var groupNames: [PlaceName] { groups.keys.sorted().compactMap { try? PlaceName($0) } }

    var fleet: Fleet {
        Fleet(
            name: "test", nodes: nodes,
            places: [Place(name: Place.site, parent: nil, rating: nil)] + racks.map { Place(name: $0, parent: Place.site, rating: nil) })
    }

    var power: PowerTree {
        get throws {
            let domains =
                [PowerDomain(name: Place.site, parent: nil, budget: budgets["site"])]
                + (racks + groupNames).map { PowerDomain(name: $0, parent: DomainIndex(0), budget: budgets[$0.text]) }
            return try PowerTree(
                domains: domains,
                paths: nodes.map { node in
                    let cutting = groupNames.indices.filter { self.groups[groupNames[$0].text, default: []].contains(node.name.text) }
                    return cutting.reversed().map { DomainIndex(racks.count + 1 + $0) }
                        + [DomainIndex((racks.firstIndex(of: node.place) ?? 0) + 1), DomainIndex(0)]
                })
        }
    }

    func core() throws -> PlacementCore { try PlacementCore(fleet: fleet, catalogue: .shipped, power: power) }

    /// Two eight-GPU nodes of two sockets in each of two racks.
    static var gpuRacks: Site {
        var site = Site()
        for (name, rack) in [("a1", "rack-a"), ("a2", "rack-a"), ("b1", "rack-b"), ("b2", "rack-b")] {
            site.add(name, [gpus()], rack: rack)
        }
        return site
    }
}

/// A request of one alternative, or of cores only.
func ask(
    _ count: Int = 0, of kind: KindName? = nil, members: Int = 1, cores: Int = 1, mebibytes: Int = 0, watts: Int = 500,
    on nodes: [String] = []
) -> PlacementRequest {
    PlacementRequest(
        members: Array(0..<members), alternatives: [.init(kind: kind, count: count, wattsPerDevice: kind == nil ? .zero : Watts(watts))],
        cpus: .cores(cores), memory: .mebibytes(mebibytes), nodeList: Set(nodes.map(Site.name)))
}

extension PlanOutcome {
    var placements: [MemberPlacement] {
        if case .fits(let placements) = self { return placements }
        return []
    }

    var shortages: [Shortage] {
        if case .blocked(let shortages) = self { return shortages }
        return []
    }

    var fits: Bool { shortages.isEmpty }
}
