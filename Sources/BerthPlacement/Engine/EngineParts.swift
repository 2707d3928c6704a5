import BerthModel

/// Builds the words and tables of an engine from its layout.
struct EngineParts {
    private(set) var nodes: WordStore
    private(set) var cores: SparseWords
    private(set) var boards: SparseWords
    private(set) var hints: WordStore
    private(set) var headrooms: WordStore
    private(set) var poolCredits: WordStore
    private(set) var quotas: WordStore
    private(set) var agencyCredits: WordStore
    private(set) var power: Escrow
    private(set) var agencies: Escrow
    let types: Table<TypeTable>
    let cells: Table<CellTable>
    let blocks: Table<BlockTable>
    let leavesOfBlocks: Table<Int32>
    let nodesOfLeaves: Table<UInt64>
    let blocksBelow: Table<Int32>
    let blocksBelowStarts: Table<Int32>
    let typeOrder: Table<Int32>
    let typeStarts: Table<Int32>
    let enclosureTables: EnclosureTables
    private(set) var gangs: WordStore
    let numbers: [UInt32]
    let wordOfDomain: [Int]

    var stores: [WordStore] { [nodes, hints, headrooms, poolCredits, quotas, agencyCredits, gangs] }

    /// Credit that a claimer takes of one power pool ahead of need: some hundred devices.
    private static let wattsAhead = Watts(100_000)
    /// Of one agency, in thousandths of a device.
    private static let devicesAhead: Int64 = 64_000

    init(_ layout: EngineLayout, claimers: Int, objective: Objective, _ tables: TableStore) {
        let fleet = layout.fleet
        let shapes = fleet.types.map { ShapeTable.cached($0.sets) }
        let order = layout.orderOfCells
        let rank = EngineParts.ranks(order)
        let offsets = HintOffsets(layout, order, shapes)
        hints = WordStore(zeros: offsets.count)
        let domainWords = EngineParts.headroomWords(layout)
        wordOfDomain = domainWords
        let headroom = EngineParts.headrooms(fleet, domainWords)
        headrooms = WordStore(headroom)
        var firstCell = 0
        types = tables.table(
            fleet.types.indices.map { type in
                let labels = order.filter { layout.cells[$0].type == type }.map { layout.cells[$0].label }
                defer { firstCell += labels.count }
                return TypeTable(
                    type, layout, shapes[type], objective, firstCell: firstCell, labels: labels, claimers: claimers, tables: tables)
            })
        let poolRank = EngineParts.ranks(layout.pools)
        cells = tables.table(
            order.enumerated().map { position, number in
                let cell = layout.cells[number]
                let pools = Set(layout.blocks[cell.blocks].map(\.pool))
                return CellTable(
                    type: Int32(cell.type), firstBlock: Int32(cell.blocks.lowerBound), blockCount: Int32(cell.blocks.count),
                    hints: Int32(offsets.cells[position]),
                    pool: pools.count == 1 ? Int32(poolRank[layout.blocks[cell.blocks.lowerBound].pool] ?? 0) : -1,
                    rooms: Int32(offsets.roomsOfCells[position]), ceilings: Int32(offsets.ceilings[position]),
                    top: Int32(fleet.types[cell.type].topBucket))
            })
        var (leaves, coreWords, boardWords) = ([Int32](), 0, 0)
        let blocksOfLeaf = Dictionary(layout.blocks.flatMap(\.leaves).map { ($0, 1) }, uniquingKeysWith: +)
        blocks = tables.table(
            layout.blocks.enumerated().map { index, block in
                let coresOfNode = fleet.types[layout.cells[block.cell].type].coreWords.count
                let boards = fleet.types[layout.cells[block.cell].type].boardWords
                defer {
                    leaves += block.leaves.map { Int32(domainWords[$0]) }
                    coreWords += coresOfNode * EngineLayout.nodesPerBlock
                    boardWords += boards * EngineLayout.nodesPerBlock
                }
                return BlockTable(
                    cell: Int32(rank[block.cell] ?? 0), bit: Int32(block.bit), hints: Int32(offsets.blocks[index]),
                    middle: block.middle.map { Int32(domainWords[$0]) } ?? -1, pool: Int32(poolRank[block.pool] ?? 0),
                    firstLeaf: Int32(leaves.count), leafCount: Int32(block.leaves.count), type: Int32(layout.cells[block.cell].type),
                    power: Int32(offsets.powers[index]), sharesLeaves: block.leaves.contains { blocksOfLeaf[$0, default: 0] > 1 },
                    rooms: Int32(offsets.roomsOfBlocks[index]), boards: boards > 0 ? Int32(boardWords) : -1, cores: Int32(coreWords),
                    ceilings: Int32(offsets.ceilingsOfBlocks[index]),
                    top: Int32(fleet.types[layout.cells[block.cell].type].topBucket))
            })
        leavesOfBlocks = tables.table(leaves)
        nodesOfLeaves = tables.table(layout.blocks.flatMap { EngineParts.nodesOfLeaves($0, layout) })
        (blocksBelow, blocksBelowStarts) = EngineParts.blocksBelow(layout, domainWords, headroom.count, tables)
        (typeOrder, typeStarts) = EngineParts.typeOrder(fleet, objective, tables)
        (nodes, numbers) = EngineParts.nodeWords(layout, shapes)
        enclosureTables = EnclosureTables(layout, numbers, tables)
        gangs = WordStore(zeros: GangTickets.wordCount(claimers: claimers))
        boards = SparseWords(count: boardWords)
        cores = SparseWords(count: coreWords)

        let poolStride = Escrow.stride(of: layout.pools.count)
        poolCredits = WordStore(zeros: poolStride * claimers)
        power = Escrow(
            shared: headrooms.words, wordCount: headroom.count, chains: layout.pools.map { fleet.path(from: $0).map { domainWords[$0] } },
            credits: poolCredits.words, stride: poolStride, claimers: claimers, chunkMax: EngineParts.wattsAhead.milliwatts, tables: tables)
        quotas = WordStore(fleet.agencyQuotas.map { UInt64(bitPattern: Int64($0 ?? Int(HeadroomWord.unbounded))) })
        agencyCredits = WordStore(zeros: Escrow.stride(of: quotas.count) * claimers)
        agencies = EngineParts.agencies(quotas, agencyCredits, claimers, tables)
    }

    /// A counter for each agency, under no other.
    private static func agencies(_ quotas: WordStore, _ credits: WordStore, _ claimers: Int, _ tables: TableStore) -> Escrow {
        Escrow(
            shared: quotas.words, wordCount: quotas.count, chains: (0..<quotas.count).map { [$0] }, credits: credits.words,
            stride: Escrow.stride(of: quotas.count), claimers: claimers, chunkMax: devicesAhead, tables: tables)
    }

    /// Leaf domains side by side, cell by cell, so that a zone's share no line with another's; every other domain on lines of its own.
    private static func headroomWords(_ layout: EngineLayout) -> [Int] {
        var words = [Int](repeating: -1, count: layout.fleet.domains.count)
        var (next, cell) = (0, -1)
        for block in layout.blocks {
            if block.cell != cell { next = (next + 15) / 16 * 16 }
            cell = block.cell
            for leaf in block.leaves where words[leaf] < 0 {
                words[leaf] = next
                next += 1
            }
        }
        for domain in words.indices where words[domain] < 0 {
            next = (next + 15) / 16 * 16
            words[domain] = next
            next += 1
        }
        return words
    }

    private static func blocksBelow(_ layout: EngineLayout, _ words: [Int], _ count: Int, _ tables: TableStore) -> (
        Table<Int32>, Table<Int32>
    ) {
        var below = [[Int32]](repeating: [], count: count)
        for (index, block) in layout.blocks.enumerated() {
            for domain in block.leaves + (block.middle.map { [$0] } ?? []) { below[words[domain]].append(Int32(index)) }
        }
        return (
            tables.table(below.flatMap { $0 }),
            tables.table(below.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
        )
    }

    /// Types of each kind, and of all for cores alone: hosts without devices first.
    private static func typeOrder(_ fleet: EngineFleet, _ objective: Objective, _ tables: TableStore) -> (Table<Int32>, Table<Int32>) {
        // Fewest devices first for cores alone; for a kind the cheapest cores first where watts are the objective.
        func rank(_ type: Int, cores: Bool) -> Int64 {
            if cores { return Int64(fleet.types[type].devices) }
            return objective == .leastWatts ? fleet.types[type].wattsPerCore.milliwatts : 0
        }
        func sorted(_ types: [Int], cores: Bool) -> [Int32] {
            types.sorted { (rank($0, cores: cores), $0) < (rank($1, cores: cores), $1) }.map(Int32.init)
        }
        var order = sorted(fleet.types.indices.filter { !fleet.types[$0].isMirror }, cores: true)
        var starts: [Int32] = [0, Int32(order.count)]
        for kind in 0..<fleet.kindCount {
            order += sorted(fleet.types.indices.filter { fleet.types[$0].kind == kind }, cores: false)
            starts.append(Int32(order.count))
        }
        return (tables.table(order), tables.table(starts))
    }

    private static func ranks(_ order: [Int]) -> [Int: Int] { Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) }) }

    private static func headrooms(_ fleet: EngineFleet, _ words: [Int]) -> [UInt64] {
        var headrooms = [UInt64](repeating: 0, count: (words.max() ?? 0) + 16)
        for (domain, word) in words.enumerated() { headrooms[word] = UInt64(bitPattern: fleet.domains[domain].headroom.milliwatts) }
        return headrooms
    }

    private static func nodesOfLeaves(_ block: EngineLayout.Block, _ layout: EngineLayout) -> [UInt64] {
        block.leaves.map { leaf in
            block.nodes.enumerated().reduce(UInt64(0)) { layout.places[$1.element].leaf == leaf ? $0 | 1 << UInt64($1.offset) : $0 }
        }
    }

    /// The parts of an engine in the same state that shares nothing that changes.
    func copied() -> EngineParts {
        var copy = self
        copy.nodes = WordStore(copying: nodes)
        copy.cores = SparseWords(copying: cores)
        copy.boards = SparseWords(copying: boards)
        copy.gangs = WordStore(zeros: gangs.count)
        copy.hints = WordStore(copying: hints)
        copy.headrooms = WordStore(copying: headrooms)
        copy.poolCredits = WordStore(copying: poolCredits)
        copy.quotas = WordStore(copying: quotas)
        copy.agencyCredits = WordStore(copying: agencyCredits)
        copy.power = power.moved(to: copy.headrooms.words, copy.poolCredits.words)
        copy.agencies = agencies.moved(to: copy.quotas.words, copy.agencyCredits.words)
        return copy
    }

    private static func nodeWords(_ layout: EngineLayout, _ shapes: [ShapeTable]) -> (WordStore, [UInt32]) {
        let fleet = layout.fleet
        var values = [UInt64](repeating: 0, count: layout.blocks.count * EngineLayout.nodesPerBlock * 2)
        var numbers = [UInt32](repeating: 0, count: fleet.nodes.count)
        for (index, block) in layout.blocks.enumerated() {
            for (slot, position) in block.nodes.enumerated() {
                let number = index * EngineLayout.nodesPerBlock + slot
                let node = fleet.nodes[position]
                let type = fleet.types[node.type]
                let leaf = layout.places[position].leaf.flatMap { block.leaves.firstIndex(of: $0) } ?? 0
                numbers[position] = UInt32(number)
                values[number * 2] =
                    DeviceWord(
                        free: DeviceSets.run(type.devices), class: Int(shapes[node.type].classes.last ?? 0), leaf: leaf, label: node.label
                    ).bits
                values[number * 2 + 1] = type.sides.bits
            }
        }
        return (WordStore(values), numbers)
    }
}
