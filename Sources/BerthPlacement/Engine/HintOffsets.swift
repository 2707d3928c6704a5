/// Where the hints of each cell and block stand among the index words.
struct HintOffsets {
    /// In the engine's order of cells.
    var cells: [Int] = []
    var blocks: [Int]
    /// The power hints of each block.
    var powers: [Int]
    private(set) var count = 0

    init(_ layout: EngineLayout, _ order: [Int], _ shapes: [ShapeTable]) {
        blocks = [Int](repeating: 0, count: layout.blocks.count)
        powers = blocks
        for cell in order {
            let classes = shapes[layout.cells[cell].type].classCount
            cells.append(count)
            advance(by: CellTable.classes + classes)
            for block in layout.cells[cell].blocks {
                blocks[block] = count
                advance(by: classes)
                powers[block] = count
                advance(by: PowerBucket.count)
            }
        }
    }

    /// Each on lines of its own: a line that two claimers write costs more than all else in a claim.
    private mutating func advance(by words: Int) { count += (words + 7) / 8 * 8 }
}
