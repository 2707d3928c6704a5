import BerthModel

/// One link domain as the hot path reads it: nodes that reach each other over NVLink or NeuronLink, of one type.
struct LinkTable: BitwiseCopyable {
    var type: Int32
    /// Its nodes stand at `firstNode..<firstNode + nodeCount` of `nodesOfLinks`, in the fleet's order.
    var firstNode: Int32
    var nodeCount: Int32
    /// Its racks stand at `firstRack..<firstRack + rackCount` of `racksOfLinks`.
    var firstRack: Int32
    var rackCount: Int32

    static let nodesMax = 64
}

/// The nodes of one link domain that stand in one block and hang from one leaf domain.
struct LinkRack: BitwiseCopyable {
    var block: Int32
    /// Among the leaves of blocks; -1 where the block has none.
    var leaf: Int32
    var nodes: UInt64
}

/// Builds the tables of link domains.
struct LinkTables {
    let links: Table<LinkTable>
    /// Link domains of type t: `starts[t]..<starts[t + 1]`.
    let starts: Table<Int32>
    let nodes: Table<UInt32>
    let racks: Table<LinkRack>

    /// - Parameter numbers: the engine's number of each node.
    init(_ layout: EngineLayout, _ numbers: [UInt32], _ tables: TableStore) {
        let fleet = layout.fleet
        let firstLeaves = layout.blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.leaves.count) }
        let members = Dictionary(grouping: fleet.nodes.indices.filter { fleet.nodes[$0].link != nil }) { fleet.nodes[$0].link ?? 0 }
        var (links, nodes, racks, starts) = ([LinkTable](), [UInt32](), [LinkRack](), [Int32(0)])
        let byType = Dictionary(grouping: members.keys.sorted()) { fleet.nodes[members[$0]?[0] ?? 0].type }
        for type in fleet.types.indices {
            for link in byType[type] ?? [] {
                let positions = members[link] ?? []
                precondition(
                    positions.count <= LinkTable.nodesMax && positions.allSatisfy { fleet.nodes[$0].type == type },
                    "a link domain has up to \(LinkTable.nodesMax) nodes, all of one type")
                let firstRack = racks.count
                for position in positions {
                    let (block, slot) = (Int(numbers[position]) / 64, UInt64(numbers[position]) % 64)
                    let leaf = layout.places[position].leaf.flatMap { layout.blocks[block].leaves.firstIndex(of: $0) }
                    let rack = LinkRack(block: Int32(block), leaf: Int32(leaf.map { firstLeaves[block] + $0 } ?? -1), nodes: 1 << slot)
                    if let known = racks[firstRack...].firstIndex(where: { $0.block == rack.block && $0.leaf == rack.leaf }) {
                        racks[known].nodes |= rack.nodes
                    } else {
                        racks.append(rack)
                    }
                }
                links.append(
                    LinkTable(
                        type: Int32(type), firstNode: Int32(nodes.count), nodeCount: Int32(positions.count), firstRack: Int32(firstRack),
                        rackCount: Int32(racks.count - firstRack)))
                nodes += positions.map { numbers[$0] }
            }
            starts.append(Int32(links.count))
        }
        self.links = tables.table(links)
        self.starts = tables.table(starts)
        self.nodes = tables.table(nodes)
        self.racks = tables.table(racks)
    }
}
