import BerthModel

/// Everything about a fleet that does not change while its core lives: where each word stands, and what it starts as.
///
///     [ node words | core words | memory words | headroom of each domain | budget of each domain ]
struct FleetLayout: Sendable {
    let nodes: [NodeLayout]
    let placeCount: Int
    let domainNames: [PlaceName]
    /// Idle draw of all nodes below each domain, in milliwatts.
    let base: [Int64]
    let headroomWords: Range<Int>
    let budgetWords: Range<Int>
    let nodeIndexes: [NodeName: Int]
    /// Kinds of the fleet with the devices of each, by name: for messages.
    let kinds: [(name: KindName, devices: Int)]
    /// The words of the fleet without claims, all nodes admitting, at the budgets it was built with.
    let initialWords: [UInt64]

    /// - Throws: `BerthError` with code `noSuchKind` for a group of unknown kind, `invalidPolicy` for a base load above a budget.
    init(fleet: Fleet, catalogue: Catalogue, power: PowerTree) throws(BerthError) {
        precondition(power.paths.count == fleet.nodes.count, "the power tree has \(power.paths.count) paths for \(fleet.nodes.count) nodes")
        let places = Dictionary(uniqueKeysWithValues: fleet.places.enumerated().map { ($1.name, $0) })
        var words: [UInt64] = []
        for node in fleet.nodes {
            for group in node.groups { words.append(NodeWord(installed: LegalSets.run(of: group.devices.count)).bits) }
            if node.groups.isEmpty { words.append(NodeWord(installed: 0).bits) }
        }
        let coreStart = words.count
        for case let numaNode in fleet.nodes.lazy.flatMap(\.numaNodes) { words += FleetLayout.coreWords(numaNode.cores.count) }
        let memoryStart = words.count
        words += Array(repeating: 0, count: fleet.nodes.reduce(0) { $0 + $1.numaNodes.count })

        var next = (node: 0, core: coreStart, memory: memoryStart)
        nodes = fleet.nodes.enumerated().map { index, node in
            guard let place = places[node.place] else { preconditionFailure("node \(node.name) stands in no place of the fleet") }
            return FleetLayout.lay(node, place: place, path: power.paths[index].map(\.value), next: &next)
        }
        base = try FleetLayout.baseLoad(of: fleet, catalogue: catalogue, power: power)
        domainNames = power.domains.map(\.name)
        headroomWords = words.count..<words.count + power.domains.count
        words += zip(FleetLayout.budgets(of: power), base).map { HeadroomWord(milliwatts: $0 - $1).bits }
        budgetWords = words.count..<words.count + power.domains.count
        words += FleetLayout.budgets(of: power).map(UInt64.init(bitPattern:))
        placeCount = fleet.places.count
        nodeIndexes = Dictionary(uniqueKeysWithValues: fleet.nodes.enumerated().map { ($1.name, $0) })
        kinds = fleet.deviceCounts.map { (name: $0.key, devices: $0.value) }.sorted { $0.name < $1.name }
        initialWords = words
    }

    private static func coreWords(_ cores: Int) -> [UInt64] {
        stride(from: 0, to: cores, by: CoreWord.coresMax).map { CoreWord(cores: min(CoreWord.coresMax, cores - $0)).bits }
    }

    private static func lay(_ node: FleetNode, place: Int, path: [Int], next: inout (node: Int, core: Int, memory: Int)) -> NodeLayout {
        var groups: [GroupLayout] = []
        for group in node.groups {
            groups.append(GroupLayout(group: group, numaNodes: node.numaNodes, word: next.node))
            next.node += 1
        }
        if groups.isEmpty {
            groups.append(GroupLayout(emptyWord: next.node))
            next.node += 1
        }
        var numaNodes: [NodeLayout.NUMALayout] = []
        for numaNode in node.numaNodes {
            let cores = numaNode.cores.count
            let end = next.core + (cores + CoreWord.coresMax - 1) / CoreWord.coresMax
            numaNodes.append(
                NodeLayout.NUMALayout(
                    coreWords: next.core..<end, coreCount: cores, memoryWord: next.memory, mebibytes: numaNode.memory.mebibytesRoundedDown))
            next.core = end
            next.memory += 1
        }
        return NodeLayout(name: node.name, place: place, groups: groups, numaNodes: numaNodes, path: path, wattsPerCore: node.wattsPerCore)
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
