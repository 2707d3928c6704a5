/// Where the hints of each cell and block stand among the index words.
struct HintOffsets {
    /// In the engine's order of cells.
    var cells: [Int] = []
    var blocks: [Int]
    /// The power hints of each block.
    var powers: [Int]
    /// The hints of shared boards, of cells in the engine's order and of blocks; -1 where boards are not shared.
    var roomsOfCells: [Int] = []
    var roomsOfBlocks: [Int]
    /// Of cells in the engine's order, and of blocks.
    var ceilings: [Int] = []
    var ceilingsOfBlocks: [Int]
    private(set) var count = 0

    init(_ layout: EngineLayout, _ order: [Int], _ shapes: [ShapeTable]) {
        blocks = [Int](repeating: 0, count: layout.blocks.count)
        powers = blocks
        ceilingsOfBlocks = blocks
        roomsOfBlocks = [Int](repeating: -1, count: layout.blocks.count)
        for cell in order {
            let classes = shapes[layout.cells[cell].type].classCount
            cells.append(count)
            advance(by: CellTable.classes + classes)
            ceilings.append(count)
            advance(by: PowerBucket.count)
            let shares = layout.fleet.types[layout.cells[cell].type].sharesBoards
            roomsOfCells.append(shares ? count : -1)
            if shares { advance(by: PartitionTable.rooms) }
            for block in layout.cells[cell].blocks {
                blocks[block] = count
                advance(by: classes)
                powers[block] = count
                advance(by: PowerBucket.count)
                ceilingsOfBlocks[block] = count
                advance(by: PowerBucket.count)
                guard shares else { continue }
                roomsOfBlocks[block] = count
                advance(by: PartitionTable.rooms)
            }
        }
    }

    /// Each on lines of its own: a line that two claimers write costs more than all else in a claim.
    private mutating func advance(by words: Int) { count += (words + 7) / 8 * 8 }
}
