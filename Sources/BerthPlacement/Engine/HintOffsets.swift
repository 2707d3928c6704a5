/// Where the hints of each cell and block stand among the index words.
struct HintOffsets {
    /// In the engine's order of cells.
    var cells: [Int] = []
    var blocks: [Int]
    /// The power hints of each block.
    var powers: [Int]
    /// First summary word of each type.
    var summaries: [Int] = []
    private(set) var count = 0
    private(set) var summaryCount = 0

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
        for (type, shape) in shapes.enumerated() {
            summaries.append(summaryCount)
            let cellCount = order.count { layout.cells[$0].type == type }
            // Rounded up to line pairs: searches read them all the time.
            summaryCount += (shape.classCount * ((cellCount + 63) / 64) + 15) / 16 * 16
        }
    }

    /// Each on lines of its own: a line that two claimers write costs more than all else in a claim.
    private mutating func advance(by words: Int) { count += (words + 7) / 8 * 8 }
}
