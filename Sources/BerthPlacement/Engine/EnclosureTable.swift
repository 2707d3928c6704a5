import BerthModel

/// What all members of a gang may have to stand in.
package enum Enclosure: Int, Sendable {
    /// Nodes that reach each other over NVLink or NeuronLink.
    case link
    case rack
    case hall
    case node
}

/// One link domain, rack or hall as the hot path reads it.
struct EnclosureTable: BitwiseCopyable {
    /// Of a link domain its nodes stand at `firstNode..<firstNode + nodeCount` of `nodesOfLinks`, in the fleet's order.
    var firstNode: Int32
    var nodeCount: Int32
    /// Its pieces stand at `firstPiece..<firstPiece + pieceCount` of `pieces`.
    var firstPiece: Int32
    var pieceCount: Int32

    static let linkedNodesMax = 64
}

/// The nodes of one enclosure that stand in one block and hang from one leaf domain.
struct EnclosurePiece: BitwiseCopyable {
    var block: Int32
    /// Among the leaves of blocks; -1 where the block has none.
    var leaf: Int32
    var nodes: UInt64
}

/// Builds the tables of enclosures.
struct EnclosureTables {
    let enclosures: Table<EnclosureTable>
    /// Those of a sort s stand at `starts[s]..<starts[s + 1]`.
    let starts: Table<Int32>
    let nodesOfLinks: Table<UInt32>
    let pieces: Table<EnclosurePiece>

    /// - Parameter numbers: the engine's number of each node.
    init(_ layout: EngineLayout, _ numbers: [UInt32], _ tables: TableStore) {
        var (enclosures, starts) = ([EnclosureTable](), [Int32(0)])
        var (nodesOfLinks, pieces) = ([UInt32](), [EnclosurePiece]())
        let fleet = layout.fleet
        let firstLeaves = layout.blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.leaves.count) }
        for sort in [\EngineFleet.Node.link, \.rack, \.hall] {
            let members = Dictionary(grouping: fleet.nodes.indices.filter { fleet.nodes[$0][keyPath: sort] != nil }) {
                fleet.nodes[$0][keyPath: sort] ?? 0
            }
            for (_, positions) in members.sorted(by: { $0.key < $1.key }) {
                if sort == \.link {
                    precondition(
                        positions.count <= EnclosureTable.linkedNodesMax && Set(positions.map { fleet.nodes[$0].type }).count == 1,
                        "a link domain has up to \(EnclosureTable.linkedNodesMax) nodes, all of one type")
                }
                let (firstNode, firstPiece) = (nodesOfLinks.count, pieces.count)
                var known: [Int: Int] = [:]
                for position in positions {
                    let (block, slot) = (Int(numbers[position]) / 64, UInt64(numbers[position]) % 64)
                    let leaf = layout.places[position].leaf.flatMap { layout.blocks[block].leaves.firstIndex(of: $0) }
                    // Leaves of a block are fewer than its nodes.
                    let key = block << 7 | (leaf ?? EngineLayout.nodesPerBlock)
                    if let piece = known[key] {
                        pieces[piece].nodes |= 1 << slot
                        continue
                    }
                    known[key] = pieces.count
                    pieces.append(
                        EnclosurePiece(block: Int32(block), leaf: Int32(leaf.map { firstLeaves[block] + $0 } ?? -1), nodes: 1 << slot))
                }
                if sort == \.link { nodesOfLinks += positions.map { numbers[$0] } }
                enclosures.append(
                    EnclosureTable(
                        firstNode: Int32(firstNode), nodeCount: Int32(nodesOfLinks.count - firstNode), firstPiece: Int32(firstPiece),
                        pieceCount: Int32(pieces.count - firstPiece)))
            }
            starts.append(Int32(enclosures.count))
        }
        self.enclosures = tables.table(enclosures)
        self.starts = tables.table(starts)
        self.nodesOfLinks = tables.table(nodesOfLinks)
        self.pieces = tables.table(pieces)
    }
}
