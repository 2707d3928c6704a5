import BerthModel

/// One node type as the hot path reads it.
struct TypeTable: BitwiseCopyable {
    /// -1 for hosts without devices.
    var kind: Int32
    var width: Int32
    var classCount: Int32
    /// Its cells are `firstCell..<firstCell + cellCount`.
    var firstCell: Int32
    var cellCount: Int32
    var devicesOfNUMANode: (UInt16, UInt16)
    /// Words for the cores of each NUMA node of one node.
    var coreWords: (Int32, Int32)
    /// What the words of the cores of one node are when nothing is taken; in memory they stand for 0 then.
    var coreBlanks: Table<UInt64>
    /// Milliwatts of one busy core.
    var perCore: Int64
    var kernel: ShapeKernel
    /// The most of its nodes that a rack has in one block: no rack holds more members than they do.
    var rackNodesMax: Int32
    /// For links between nodes: bit n is set where n whole nodes of a set may be held together (`NodeSets`); 0 where any nodes may.
    var nodeSetSizes: UInt32
    /// How its boards are shared.
    var partitions: PartitionTable
    /// The bucket of the most that one node draws: what is left above it need not be told apart.
    var top: Int32
    /// Words for the boards of one node; 0 where they are not shared.
    var boardWords: Int32
    /// The first of the localities, for the kernel.
    var locality: UInt16
    /// By the kernel's index.
    var classes: Table<UInt8>
    /// By row and mask; empty where the kernel picks.
    var picks: Table<UInt16>
    /// Row of `picks` for each count 0…16; -1 where no job may ask for it.
    var rows: Table<Int32>
    /// Tiers for count k stand at `tierStarts[k]..<tierStarts[k + 1]`.
    var tiers: Table<UInt64>
    var tierStarts: Table<Int32>
    /// The most members of a count that a node of a class may hold: at `count << 6 | class`.
    var capacities: Table<UInt8>
    /// For each label and claimer its first home cell and how many it goes round: at `labelRows[label] * claimers + claimer`.
    var homes: Table<Home>
    /// For each of 256 labels its row of `homes`; 0 for one that no cell was built of.
    var labelRows: Table<UInt8>

    struct Home: BitwiseCopyable {
        var first: Int32
        var count: Int32
    }

    init(
        _ number: Int, _ layout: EngineLayout, _ shape: ShapeTable, _ objective: Objective, firstCell first: Int, labels: [UInt8],
        claimers: Int, tables: TableStore
    ) {
        let type = layout.fleet.types[number]
        kind = Int32(type.kind ?? -1)
        width = Int32(shape.width)
        classCount = Int32(shape.classCount)
        firstCell = Int32(first)
        cellCount = Int32(labels.count)
        devicesOfNUMANode = (type.devicesOfNUMANode[0], type.devicesOfNUMANode.count > 1 ? type.devicesOfNUMANode[1] : 0)
        let coreWords = type.numaNodes.map { Int32(CoreWord.words(for: $0.cores).count) }
        self.coreWords = (coreWords[0], coreWords.count > 1 ? coreWords[1] : 0)
        coreBlanks = tables.table(type.coreWords)
        perCore = type.wattsPerCore.milliwatts
        rackNodesMax = Int32(layout.rackNodesMax(of: number))
        if case .nodeSet(let sizes) = type.rule { nodeSetSizes = sizes.reduce(0) { $0 | 1 << UInt32($1) } } else { nodeSetSizes = 0 }
        partitions = PartitionTable(type, tables)
        boardWords = Int32(type.boardWords)
        top = Int32(type.topBucket)
        let kernel = shape.kernel
        self.kernel = kernel
        let locality = shape.sets.localities.first ?? 0
        self.locality = locality
        var classes = [UInt8](
            repeating: 0, count: kernel == .table ? shape.classes.count : ShapeKernel.countStride * ShapeKernel.countStride)
        for (mask, number) in shape.classes.enumerated() { classes[kernel.index(UInt16(mask), locality)] = number }
        self.classes = tables.table(classes)
        picks = tables.table(shape.picks)
        rows = tables.table(shape.rows.map(Int32.init))
        let runs = TypeTable.runs(labels, from: first)
        homes = tables.table(runs.flatMap { run in (0..<claimers).map { TypeTable.home(of: $0, among: run.cells, claimers) } })
        var rows = [UInt8](repeating: 0, count: 256)
        for (row, run) in runs.enumerated() { rows[Int(run.label)] = UInt8(row) }
        labelRows = tables.table(rows)
        capacities = tables.table(ShapeTable.cachedCapacities(shape))
        let tiers = ShapeTable.cachedTiers(shape, by: objective)
        self.tiers = tables.table(tiers.flatMap { $0 })
        tierStarts = tables.table(tiers.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    }
}

extension TypeTable {
    /// The cells of each label.
    /// - Parameter labels: of the cells of a type, ascending.
    private static func runs(_ labels: [UInt8], from first: Int) -> [(label: UInt8, cells: Range<Int>)] {
        var runs: [(label: UInt8, cells: Range<Int>)] = []
        for (offset, label) in labels.enumerated() {
            let cell = first + offset
            if runs.last?.label != label { runs.append((label, cell..<cell)) }
            runs[runs.count - 1].cells = runs[runs.count - 1].cells.lowerBound..<cell + 1
        }
        return runs.isEmpty ? [(0, first..<first)] : runs
    }

    private static func home(of claimer: Int, among cells: Range<Int>, _ claimers: Int) -> Home {
        let (first, end) = (cells.count * claimer / claimers, cells.count * (claimer + 1) / claimers)
        return Home(first: Int32(cells.lowerBound + max(0, min(first, cells.count - 1))), count: Int32(max(1, end - first)))
    }
}

extension EngineFleet.NodeType {
    /// Words for the boards of one node, two boards in each.
    var boardWords: Int { sharesBoards ? (devices + 1) / 2 : 0 }

    /// See `TypeTable.top`.
    var topBucket: Int { wattsMax.map { PowerBucket.of($0.milliwatts) } ?? PowerBucket.count - 1 }

    /// The words of the cores of one node of which nothing is taken.
    var coreWords: [UInt64] { numaNodes.flatMap { CoreWord.words(for: $0.cores) } }
}
