/// The index of hints. What it promises at every instant between operations:
///
/// - a node of class c has its bit in its block's word of c, its block has its bit in the cell's word of c, and the cell has c in its
///   set of classes and its bit in the type's summary of c;
/// - a block has its bit in every power bucket up to the one its watts lie in.
///
/// More bits may be set: hints may be stale, the words they speak of decide. Each is kept by the same rule. Whoever makes a thing true
/// changes the word first and sets the hint afterwards. Whoever clears a hint reads the thing again afterwards, and sets the hint
/// again if it is true. Both steps of both are sequentially consistent, so one of the two sees the other.
extension PlacementEngine {
    @inline(__always)
    func blockOf(_ node: Int) -> Int { node >> 6 }

    @inline(__always)
    func nodeBit(_ node: Int) -> UInt64 { 1 << UInt64(node & 63) }

    @inline(__always)
    func typeOf(_ block: BlockTable) -> TypeTable { types[Int(cells[Int(block.cell)].type)] }

    @inline(__always)
    func classNow(_ node: Int, _ type: TypeTable) -> Int { type.classOf(DeviceWord(bits: nodes.load(node &* 4))) }

    // MARK: Classes

    /// Files a node that this thread moved from one class to another.
    @inline(__always)
    func refile(_ node: Int, from old: Int, to new: Int, _ type: TypeTable) {
        var (old, new) = (old, new)
        while old != new {
            let block = blocks[blockOf(node)]
            setClass(node, new, block)
            clearClass(node, old, block)
            // Another thread may have moved it on meanwhile, and filed it where this one then cleared it.
            (old, new) = (new, classNow(node, type))
        }
    }

    /// Files a node under the class it has, whatever it was filed under.
    func file(_ node: Int) {
        let block = blocks[blockOf(node)]
        setClass(node, classNow(node, typeOf(block)), block)
    }

    /// Takes away a bit that a search found to be wrong.
    @inline(never)
    func unfile(_ node: Int, _ stale: Int, _ type: TypeTable) {
        let block = blocks[blockOf(node)]
        clearClass(node, stale, block)
        if classNow(node, type) == stale { setClass(node, stale, block) }
    }

    @inline(__always)
    private func setClass(_ node: Int, _ number: Int, _ block: BlockTable) {
        if number == 0 { return }
        let word = Int(block.hints) &+ number
        if hints.load(word) & nodeBit(node) != 0 { return }
        if hints.set(word, nodeBit(node)) == 0 { setBlock(block, number) }
    }

    @inline(never)
    private func setBlock(_ block: BlockTable, _ number: Int) {
        let cell = cells[Int(block.cell)]
        if hints.set(Int(cell.hints) &+ CellTable.classes &+ number, 1 << UInt64(block.bit)) == 0 { setCell(cell, number) }
    }

    @inline(never)
    private func setCell(_ cell: CellTable, _ number: Int) {
        _ = hints.set(Int(cell.hints), 1 << UInt64(number))
        // Fleet-wide summaries are sticky: best fit drains tight classes all the time, and clearing at once would make lines that
        // all claimers read flap. Only a search that went there in vain clears them.
        let word = summaryWord(cell, number)
        let bit: UInt64 = 1 << UInt64(cell.bit & 63)
        if summaries.load(word) & bit == 0 { _ = summaries.set(word, bit) }
    }

    @inline(__always)
    func summaryWord(_ cell: CellTable, _ number: Int) -> Int {
        let type = types[Int(cell.type)]
        return Int(type.summary) &+ number &* Int(type.summaryWords) &+ Int(cell.bit) / 64
    }

    @inline(__always)
    private func clearClass(_ node: Int, _ number: Int, _ block: BlockTable) {
        if number == 0 { return }
        let word = Int(block.hints) &+ number
        let bit = nodeBit(node)
        if hints.clear(word, bit) == bit { clearBlock(block, number) }
    }

    @inline(never)
    private func clearBlock(_ block: BlockTable, _ number: Int) {
        let cell = cells[Int(block.cell)]
        let word = Int(cell.hints) &+ CellTable.classes &+ number
        let bit: UInt64 = 1 << UInt64(block.bit)
        if hints.clear(word, bit) == bit {
            _ = hints.clear(Int(cell.hints), 1 << UInt64(number))
            if hints.load(word) != 0 { setCell(cell, number) }
        }
        if hints.load(Int(block.hints) &+ number) != 0 { setBlock(block, number) }
    }

    /// Takes a cell out of a summary that led a search there in vain.
    @inline(never)
    func unsummarise(_ cell: CellTable, _ number: Int) {
        let word = summaryWord(cell, number)
        _ = summaries.clear(word, 1 << UInt64(cell.bit & 63))
        if hints.load(Int(cell.hints)) >> UInt64(number) & 1 == 1 { _ = summaries.set(word, 1 << UInt64(cell.bit & 63)) }
    }

    // MARK: Watts

    /// The bucket of a block: its best leaf, as far as its middle domain allows.
    func bucket(of block: BlockTable) -> Int {
        var best = block.leafCount == 0 ? PowerBucket.count - 1 : 0
        for leaf in Int(block.firstLeaf)..<Int(block.firstLeaf &+ block.leafCount) {
            best = max(best, PowerBucket.of(Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))))
        }
        guard block.middle >= 0 else { return best }
        return min(best, PowerBucket.of(Int64(bitPattern: headrooms.load(Int(block.middle)))))
    }

    /// Makes the bits of a block say what its watts are.
    @inline(never)
    func repower(_ index: Int) {
        let block = blocks[index]
        let cell = cells[Int(block.cell)]
        let bit: UInt64 = 1 << UInt64(block.bit)
        while true {
            let bucket = bucket(of: block)
            for step in 0..<PowerBucket.count {
                let word = Int(cell.hints) &+ CellTable.power &+ step
                let isSet = hints.load(word) & bit != 0
                if step <= bucket, !isSet { _ = hints.set(word, bit) }
                if step > bucket, isSet { _ = hints.clear(word, bit) }
            }
            if self.bucket(of: block) <= bucket { return }
        }
    }

    /// After the headroom of a direct domain rose from one bucket to another. A fall needs nothing: the bits are then too many, and
    /// the searches that find so clear them.
    @inline(never)
    func raise(_ domain: Int, from old: Int, to new: Int) {
        for entry in Int(blocksBelowStarts[domain])..<Int(blocksBelowStarts[domain &+ 1]) {
            let index = Int(blocksBelow[entry])
            let block = blocks[index]
            let cell = cells[Int(block.cell)]
            let bit: UInt64 = 1 << UInt64(block.bit)
            for step in old &+ 1...new {
                let word = Int(cell.hints) &+ CellTable.power &+ step
                if hints.load(word) & bit == 0 {
                    // Not only this bit: the bits up to the block's bucket stand or fall together.
                    repower(index)
                    break
                }
            }
        }
    }
}
