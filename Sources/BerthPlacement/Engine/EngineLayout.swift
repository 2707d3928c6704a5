import BerthModel

/// Where everything of a fleet stands in the engine: computed once, plain arrays.
///
/// Nodes are grouped so that what a claimer writes is near to what it reads, and far from what other claimers write:
///
///     zone  consecutive places of the power tree, at most `nodesPerZoneMax` nodes; each claimer starts in zones of its own
///     cell  the nodes of one type and label in one zone: up to 64 blocks, one word of block bits for each class
///     block up to 64 nodes of a cell below one middle domain: one word of node bits for each class
///
/// Of the domains above a node, the lowest two ("leaf" and "middle") are reserved directly as long as they lie in one zone; the next
/// one up is its "pool", charged with all that stand above it through the claimer's credit (`Escrow`).
struct EngineLayout {
    struct Block {
        var cell: Int
        /// Its bit in the words of the cell.
        var bit: Int
        var middle: Int?
        var pool: Int
        /// Leaf domains of its nodes.
        var leaves: [Int]
        /// Positions in `EngineFleet.nodes`, one for each slot that is taken.
        var nodes: [Int]
    }

    struct Cell {
        var type: Int
        /// Of its hosts when the engine was built.
        var label: UInt8
        var zone: Int
        var blocks: Range<Int>
    }

    /// The direct domains of a node and its pool.
    struct Place: Hashable {
        var leaf: Int?
        var middle: Int?
        var pool: Int
    }

    let fleet: EngineFleet
    private(set) var blocks: [Block] = []
    private(set) var cells: [Cell] = []
    private(set) var zoneCount = 0
    let places: [Place]
    /// Domains that are pools, ascending.
    let pools: [Int]

    static let nodesPerBlock = 64
    static let blocksPerCellMax = 64
    static let nodesPerZoneMax = 3072

    init(_ fleet: EngineFleet, claimers: Int) {
        self.fleet = fleet
        // Four zones for each claimer, so that it finds room near home; one for a single claimer of a small fleet, where the best of
        // all nodes is the better choice.
        let zoneNodes = claimers == 1 ? Self.nodesPerZoneMax : min(Self.nodesPerZoneMax, max(64, fleet.nodes.count / (4 * claimers)))
        places = EngineLayout.places(of: fleet, zoneNodes: zoneNodes)
        pools = Set(places.map(\.pool)).sorted()
        build(zoneNodes)
    }

    private static func places(of fleet: EngineFleet, zoneNodes: Int) -> [Place] {
        var nodesBelow = [Int](repeating: 0, count: fleet.domains.count)
        for node in fleet.nodes { nodesBelow[node.domain] += 1 }
        for domain in fleet.domains.indices.reversed() {
            if let parent = fleet.domains[domain].parent { nodesBelow[parent] += nodesBelow[domain] }
        }
        let used = Set(fleet.nodes.map(\.domain))
        // What stands in a chain of credits is never reserved directly as well: a direct claim would not see what is credit.
        var inChain: Set<Int> = []
        for domain in used {
            let path = fleet.path(from: domain)
            // Domains that cut across others meet those in some nodes and not in others: all of them are drawn on through credits.
            let crowded = fleet.domains[domain].others.isEmpty ? path.firstIndex { nodesBelow[$0] > zoneNodes } ?? path.count : 0
            inChain.formUnion(path[min(crowded, 2, path.count - 1)...])
        }
        var places = Dictionary(
            uniqueKeysWithValues: used.map { domain in
                let path = fleet.path(from: domain)
                let pool = path.firstIndex { inChain.contains($0) } ?? path.count - 1
                return (domain, Place(leaf: pool > 0 ? path[0] : nil, middle: pool > 1 ? path[1] : nil, pool: path[pool]))
            })
        // Nodes may hang from a domain that is the middle one of others: it is the middle one of theirs too, for the index knows each
        // domain in one part only.
        let middles = Set(places.values.compactMap(\.middle))
        for (domain, place) in places where place.leaf.map(middles.contains) ?? false {
            places[domain] = Place(leaf: nil, middle: place.leaf, pool: place.pool)
        }
        return fleet.nodes.map { node in
            guard let place = places[node.domain] else { preconditionFailure("a node without a place") }
            return place
        }
    }

    /// Positions of nodes that must stay in one zone, in the order of the power tree.
    private func units() -> [[Int]] {
        var rank = [Int](repeating: 0, count: fleet.domains.count)
        var children = [[Int]](repeating: [], count: fleet.domains.count)
        for (domain, entry) in fleet.domains.enumerated() { if let parent = entry.parent { children[parent].append(domain) } }
        var (next, open) = (0, [0])
        while let domain = open.popLast() {
            rank[domain] = next
            next += 1
            open += children[domain].reversed()
        }
        // What a group that cuts across adds to its nodes' path is no place of its own.
        for (domain, entry) in fleet.domains.enumerated() where !entry.others.isEmpty { rank[domain] = rank[entry.parent ?? domain] }
        var units: [[Int]] = []
        var last: Int?
        for node in fleet.nodes.indices.sorted(by: { (rank[fleet.nodes[$0].domain], $0) < (rank[fleet.nodes[$1].domain], $1) }) {
            let key = places[node].middle ?? places[node].leaf
            if let key, key == last { units[units.count - 1].append(node) } else { units.append([node]) }
            last = key
        }
        return units
    }

    private mutating func build(_ zoneNodes: Int) {
        var zone: [[Int]] = []
        var (size, count) = (0, BlockCount())
        for unit in units() {
            var more = count
            for node in unit { more.add(fleet.nodes[node], places[node]) }
            if size > 0, size + unit.count > zoneNodes || more.largest > Self.blocksPerCellMax {
                close(zone)
                (zone, size, more) = ([], 0, BlockCount())
                for node in unit { more.add(fleet.nodes[node], places[node]) }
            }
            count = more
            zone.append(unit)
            size += unit.count
        }
        if !zone.isEmpty { close(zone) }
    }

    /// What the nodes of a cell have in common.
    private struct Make: Hashable {
        var type: Int
        var label: UInt8
    }

    /// Blocks that the nodes of one zone need.
    private struct BlockCount {
        private struct Key: Hashable {
            var make: Make
            var middle: Int?
            var pool: Int
            var hasLeaf: Bool
        }
        private var nodes: [Key: Int] = [:]
        private var blocks: [Make: Int] = [:]
        private(set) var largest = 0

        mutating func add(_ node: EngineFleet.Node, _ place: Place) {
            let make = Make(type: node.type, label: node.label)
            let key = Key(make: make, middle: place.middle, pool: place.pool, hasLeaf: place.leaf != nil)
            let before = nodes[key, default: 0]
            nodes[key] = before + 1
            guard before.isMultiple(of: EngineLayout.nodesPerBlock) else { return }
            blocks[make, default: 0] += 1
            largest = max(largest, blocks[make, default: 0])
        }
    }

    /// Nodes that can share a block side by side, each group where its first node stands.
    private func together(_ nodes: [Int]) -> [Int] {
        var groups: [Place: Int] = [:]
        let ranks = nodes.map { node in
            var place = places[node]
            place.leaf = place.leaf.map { _ in 0 }
            let rank = groups[place] ?? groups.count
            groups[place] = rank
            return rank
        }
        return nodes.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { nodes[$0] }
    }

    /// Cuts the units of a zone into cells by type, and these into blocks below one middle domain.
    private mutating func close(_ zone: [[Int]]) {
        let nodes = Array(zone.joined())
        let makes = Dictionary(grouping: nodes) { Make(type: fleet.nodes[$0].type, label: fleet.nodes[$0].label) }
        for (make, nodes) in makes.sorted(by: { ($0.key.type, $0.key.label) < ($1.key.type, $1.key.label) }) {
            let first = blocks.count
            for node in together(nodes) {
                let place = places[node]
                let leaf = place.leaf.map { [$0] } ?? []
                if blocks.count > first, let last = blocks.last, last.nodes.count < Self.nodesPerBlock, last.middle == place.middle,
                    last.pool == place.pool, last.leaves.isEmpty == (place.leaf == nil)
                {
                    blocks[blocks.count - 1].nodes.append(node)
                    if last.leaves.last != place.leaf { blocks[blocks.count - 1].leaves += leaf }
                } else {
                    blocks.append(
                        Block(
                            cell: cells.count, bit: blocks.count - first, middle: place.middle, pool: place.pool, leaves: leaf,
                            nodes: [node]))
                }
            }
            precondition(blocks.count - first <= Self.blocksPerCellMax, "a cell of \(blocks.count - first) blocks")
            cells.append(Cell(type: make.type, label: make.label, zone: zoneCount, blocks: first..<blocks.count))
        }
        zoneCount += 1
    }
}

extension EngineLayout {
    /// The most nodes of a type that hang from one leaf domain in one block; of nodes without a leaf a block is the rack.
    func rackNodesMax(of type: Int) -> Int {
        blocks.reduce(0) { most, block in
            guard cells[block.cell].type == type else { return most }
            guard !block.leaves.isEmpty else { return max(most, block.nodes.count) }
            return max(most, Dictionary(grouping: block.nodes) { places[$0].leaf }.values.reduce(0) { max($0, $1.count) })
        }
    }

    /// By type, then by label.
    var orderOfCells: [Int] {
        cells.indices.sorted { (cells[$0].type, cells[$0].label, $0) < (cells[$1].type, cells[$1].label, $1) }
    }
}
