import BerthModel

/// What the names of a fleet mean in the engine's numbers, and everything else that does not change while a core lives. One
/// object, for it is handed about with every placement.
final class FleetLayout: Sendable {
    let nodes: [NodeLayout]
    let shapes: [HostShape]
    let nodeIndexes: [NodeName: Int]
    /// The node that each of the engine's nodes is a part of.
    let hosts: [Int32]
    let domainNames: [PlaceName]
    /// The names of the fleet's places, and for each the position of the hall that it is, or stands in; -1 for the site.
    let placeNames: [PlaceName]
    let halls: [Int]
    /// Idle draw of all nodes below each domain, in milliwatts.
    let base: [Int64]
    /// Kinds of the fleet with the devices of each, by name: for messages.
    let kinds: [(name: KindName, devices: Int)]
    let kindNumbers: [KindName: Int]
    /// Of kinds of which boards can be shared somewhere.
    let sharing: [KindName: BoardSharing]
    /// The most that one busy core adds on any node.
    let dearestCore: Watts
    /// MiB of each NUMA node of the hosts that have more of them than the engine counts.
    let memories: [UInt64]

    init(_ builder: FleetLayoutBuilder, fleet: Fleet, catalogue: Catalogue, power: PowerTree, base: [Int64]) {
        nodes = builder.nodes
        shapes = builder.shapes
        hosts = builder.hosts
        memories = builder.memories
        kindNumbers = builder.kindNumbers
        sharing = Dictionary(
            builder.shapes.flatMap(\.groups).compactMap { group in group.sharing.map { (group.kind, $0) } },
            uniquingKeysWith: { first, _ in first })
        nodeIndexes = Dictionary(uniqueKeysWithValues: fleet.nodes.enumerated().map { ($1.name, $0) })
        placeNames = fleet.places.map(\.name)
        halls = builder.halls
        domainNames = power.domains.map(\.name)
        dearestCore = shapes.map(\.wattsPerCore).max() ?? .zero
        self.base = base
        kinds = fleet.deviceCounts.map { (name: $0.key, devices: $0.value) }.sorted { $0.name < $1.name }
    }

    func shape(of node: Int) -> HostShape { shapes[nodes[node].shape] }

    /// The node that a member stands on; nil for one that the fleet does not have.
    func host(of member: MemberPlacement) -> Int? {
        if let position = member.position.value, position < nodes.count, nodes[position].name == member.node { return position }
        return nodeIndexes[member.node]
    }

    /// The engine's nodes that a node is.
    func positions(of node: Int) -> Range<Int> {
        nodes[node].position..<nodes[node].position + shapes[nodes[node].shape].positionCount
    }

    /// Milliwatts; a domain without a budget is unbounded.
    static func budgets(of power: PowerTree) -> [Int64] {
        power.domains.map { $0.budget?.milliwatts ?? HeadroomWord.unbounded }
    }

    /// - Throws: `BerthError` with code `invalidPolicy` naming the domain and both figures.
    static func baseLoad(of fleet: Fleet, catalogue: Catalogue, power: PowerTree) throws(BerthError) -> [Int64] {
        var base = Array(repeating: Int64(0), count: power.domains.count)
        for (node, path) in zip(fleet.nodes, power.paths) {
            var idle = node.hostIdle
            for group in node.groups { idle = idle + (try catalogue.kind(group.kind)).power.idle * group.devices.count }
            for domain in path { base[domain.value] += idle.milliwatts }
        }
        try requireBase(base, within: power)
        return base
    }

    /// - Throws: `BerthError` with code `invalidPolicy` naming the domain and both figures.
    static func requireBase(_ base: [Int64], within power: PowerTree) throws(BerthError) {
        for (domain, load) in zip(power.domains, base) {
            guard let budget = domain.budget, load > budget.milliwatts else { continue }
            throw BerthError(
                .invalidPolicy,
                "the nodes of \"\(domain.name)\" draw \(Watts(milliwatts: load)) when idle, above its budget of \(budget)",
                field: domain.name.text, hint: "raise the budget, or move nodes elsewhere")
        }
    }
}
