import BerthModel

/// The lock-free heart of placement: nodes, watts and agencies' counters as words, and an index of hints that leads to a node that
/// fits in a time that does not grow with the fleet.
///
/// Any number of threads claim and release at once, each with a `Claimer` of its own. No path takes a lock; claims and releases of
/// single members allocate nothing (the plan of a gang does). A claim takes, in this order, and gives back in reverse: its agency's
/// counter, the watts of the leaf and the middle domain and the pool, the devices, the cores and memory of each NUMA node.
package final class PlacementEngine: Sendable {
    /// Two words a node: `DeviceWord`, `SideWord`.
    let nodes: AtomicWords
    /// `CoreWord`s of each NUMA node of each node, apart: claims of whole cores only count them (`SideWord`).
    let cores: AtomicWords
    /// `BoardWord`s, two in a word, of the nodes of types whose boards can be shared.
    let boards: AtomicWords
    let hints: AtomicWords
    let headrooms: AtomicWords
    let power: Escrow
    let agencies: Escrow

    let types: Table<TypeTable>
    let cells: Table<CellTable>
    let blocks: Table<BlockTable>
    /// Headroom words of the leaf domains of every block, and the nodes of the block that hang from each.
    let leavesOfBlocks: Table<Int32>
    let nodesOfLeaves: Table<UInt64>
    /// Blocks below each direct domain, by headroom word: `blocksBelowStarts[w]..<blocksBelowStarts[w + 1]`.
    let blocksBelow: Table<Int32>
    let blocksBelowStarts: Table<Int32>
    /// Types that can serve a kind, in the order to try them: those of kind k at `typeStarts[k + 1]..<typeStarts[k + 2]`, and those
    /// for cores alone first.
    let typeOrder: Table<Int32>
    let typeStarts: Table<Int32>

    let enclosures: Table<EnclosureTable>
    /// Those of a sort s (`Enclosure`): `enclosureStarts[s]..<enclosureStarts[s + 1]`.
    let enclosureStarts: Table<Int32>
    let nodesOfLinks: Table<UInt32>
    let pieces: Table<EnclosurePiece>
    let gangs: GangTickets

    package let claimerCount: Int
    package let nodeCount: Int
    let layout: EngineLayout
    /// Engine numbers of the nodes of the fleet, and back.
    package let numbers: [UInt32]
    let wordOfDomain: [Int]
    let rootWord: Int
    private let parts: EngineParts
    private let tables: TableStore

    /// - Parameters:
    ///   - claimers: threads that will claim at once.
    ///   - objective: what placements keep small.
    package convenience init(_ fleet: EngineFleet, claimers: Int = 1, objective: Objective = .bestFit) {
        precondition(claimers > 0)
        let tables = TableStore()
        let layout = EngineLayout(fleet, claimers: claimers)
        self.init(layout, EngineParts(layout, claimers: claimers, objective: objective, tables), tables, claimers: claimers)
    }

    private init(_ layout: EngineLayout, _ parts: EngineParts, _ tables: TableStore, claimers: Int) {
        nodes = parts.nodes.words
        cores = parts.cores.words
        boards = parts.boards.words
        hints = parts.hints.words
        headrooms = parts.headrooms.words
        power = parts.power
        agencies = parts.agencies
        types = parts.types
        cells = parts.cells
        blocks = parts.blocks
        leavesOfBlocks = parts.leavesOfBlocks
        nodesOfLeaves = parts.nodesOfLeaves
        blocksBelow = parts.blocksBelow
        blocksBelowStarts = parts.blocksBelowStarts
        typeOrder = parts.typeOrder
        typeStarts = parts.typeStarts
        enclosures = parts.enclosureTables.enclosures
        enclosureStarts = parts.enclosureTables.starts
        nodesOfLinks = parts.enclosureTables.nodesOfLinks
        pieces = parts.enclosureTables.pieces
        gangs = GangTickets(parts.gangs.words, claimers: claimers)
        claimerCount = claimers
        nodeCount = layout.fleet.nodes.count
        self.layout = layout
        numbers = parts.numbers
        wordOfDomain = parts.wordOfDomain
        rootWord = parts.wordOfDomain[0]
        self.parts = parts
        self.tables = tables
        index()
    }

    /// An independent engine in the state of this one: for plans that try things out.
    ///
    /// While others claim, what it read of different words may be of different instants; its index is right all the same.
    /// - Complexity: O(nodes).
    package func copy() -> PlacementEngine { PlacementEngine(layout, parts.copied(), tables, claimers: claimerCount) }

    /// Sets every hint that is true. It takes none away, so that others may claim meanwhile.
    /// - Complexity: O(nodes).
    func index() {
        for block in layout.blocks.indices {
            power(block)
            for slot in layout.blocks[block].nodes.indices {
                let node = block * EngineLayout.nodesPerBlock + slot
                file(node)
                offerLabel(of: node)
                if blocks[block].boards >= 0 { offerRooms(of: node, Int(blocks[block].type)) }
            }
        }
    }

    package func claimer(_ number: Int) -> Claimer {
        precondition(0..<claimerCount ~= number, "the engine was built for \(claimerCount) claimers")
        return Claimer(number: number)
    }

    /// Bytes of words, tables of shapes aside: nodes, index, counters and credits, and of parts of cores and shared boards what takes
    /// memory by now.
    package var bytes: Int {
        let words = parts.stores.reduce(0) { $0 + $1.count * 8 } + parts.cores.residentBytes + parts.boards.residentBytes
        return words + layout.blocks.count * MemoryLayout<BlockTable>.stride
    }

    /// The position in the fleet of an engine's node.
    package func position(of node: UInt32) -> Int {
        layout.blocks[Int(node) / EngineLayout.nodesPerBlock].nodes[Int(node) % EngineLayout.nodesPerBlock]
    }
}
