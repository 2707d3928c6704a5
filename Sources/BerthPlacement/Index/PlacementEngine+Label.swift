/// The part of the index that knows of labels: which labels the nodes of a block, and of a cell, have, modulo 64.
///
/// Cells are built of hosts of one label, and labels change seldom, so that a set of labels is enough to pass by what is another's.
/// As everywhere: whoever makes a thing true sets its hint afterwards, whoever clears one looks again.
extension PlacementEngine {
    @inline(__always)
    func blockHas(_ label: UInt8, _ block: Int) -> Bool { hints.load(Int(blocks[block].hints)) >> UInt64(label & 63) & 1 == 1 }

    @inline(__always)
    func cellHas(_ label: UInt8, _ cell: Int) -> Bool { hints.load(cellLabels(cell)) >> UInt64(label & 63) & 1 == 1 }

    @inline(__always)
    private func cellLabels(_ cell: Int) -> Int { Int(cells[cell].hints) &+ CellTable.classes }

    /// After a node was given its label.
    func offerLabel(of node: Int) {
        let bit: UInt64 = 1 << UInt64(DeviceWord(bits: nodes.load(node * 2)).label & 63)
        let block = blockOf(node)
        for word in [Int(blocks[block].hints), cellLabels(Int(blocks[block].cell))] where hints.load(word) & bit == 0 {
            _ = hints.set(word, bit)
        }
    }

    /// After a node of a block lost a label.
    /// - Complexity: O(blocks of the cell).
    func withdrawLabel(_ label: UInt8, _ block: Int) {
        let bit: UInt64 = 1 << UInt64(label & 63)
        let (cell, word) = (Int(blocks[block].cell), Int(blocks[block].hints))
        guard !hasNode(label, block) else { return }
        _ = hints.clear(word, bit)
        if hasNode(label, block) { _ = hints.set(word, bit) }
        guard !hasBlock(label, cell) else { return }
        _ = hints.clear(cellLabels(cell), bit)
        if hasBlock(label, cell) { _ = hints.set(cellLabels(cell), bit) }
    }

    private func hasNode(_ label: UInt8, _ block: Int) -> Bool {
        layout.blocks[block].nodes.indices.contains { slot in
            DeviceWord(bits: nodes.load((block << 6 | slot) * 2)).label & 63 == label & 63
        }
    }

    private func hasBlock(_ label: UInt8, _ cell: Int) -> Bool {
        (0..<Int(cells[cell].blockCount)).contains { blockHas(label, Int(cells[cell].firstBlock) + $0) }
    }
}
