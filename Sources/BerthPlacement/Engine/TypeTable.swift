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
    /// Where its summaries stand: for each class `summaryWords` words, one bit a cell.
    var summary: Int32
    var summaryWords: Int32
    var devicesOfNUMANode: (UInt16, UInt16)
    /// Milliwatts of one busy core.
    var perCore: Int64
    var classes: Table<UInt8>
    var picks: Table<UInt16>
    /// Row of `picks` for each count 0…16; -1 where no job may ask for it.
    var rows: Table<Int32>
    /// Tiers for count k stand at `tierStarts[k]..<tierStarts[k + 1]`.
    var tiers: Table<UInt64>
    var tierStarts: Table<Int32>

    init(
        _ type: EngineFleet.NodeType, _ shape: ShapeTable, _ objective: Objective, cells: Range<Int>, summary: Int, tables: TableStore
    ) {
        kind = Int32(type.kind ?? -1)
        width = Int32(shape.width)
        classCount = Int32(shape.classCount)
        firstCell = Int32(cells.lowerBound)
        cellCount = Int32(cells.count)
        self.summary = Int32(summary)
        summaryWords = Int32((cells.count + 63) / 64)
        devicesOfNUMANode = (type.devicesOfNUMANode[0], type.devicesOfNUMANode.count > 1 ? type.devicesOfNUMANode[1] : 0)
        perCore = type.wattsPerCore.milliwatts
        classes = tables.table(shape.classes)
        picks = tables.table(shape.picks)
        rows = tables.table(shape.rows.map(Int32.init))
        let tiers = (0...Limits.devicesPerGroupMax).map { shape.tiers(for: $0, by: objective) }
        self.tiers = tables.table(tiers.flatMap { $0 })
        tierStarts = tables.table(tiers.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    }

    /// The class of a device word of this type.
    @inline(__always)
    func classOf(_ word: DeviceWord) -> Int { word.isAdmitting ? Int(classes[Int(word.free)]) : 0 }
}
