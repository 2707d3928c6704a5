/// The index of hints. What it promises at every instant between operations:
///
/// - a node of class c has its bit in its block's word of c, its block has its bit in the cell's word of c, and the cell has c in its
///   set of classes and its bit in the type's summary of c;
/// - a node has its bit in its block's word of every power bucket up to the one that its leaf domain's headroom lies in;
/// - a block has its bit in the cell's word of every power bucket that has a node, up to that of its middle domain's headroom.
///
/// More bits may be set: hints may be stale, the words they speak of decide. Each is kept by the same rule. Whoever makes a thing true
/// changes the word first and sets the hint afterwards. Whoever clears a hint reads the thing again afterwards, and sets the hint
/// again if it is true. Both steps of both are sequentially consistent, so one of the two sees the other.
extension PlacementEngine {
    @inline(__always)
    func blockOf(_ node: Int) -> Int { node >> 6 }

    @inline(__always)
    func nodeBit(_ node: Int) -> UInt64 { 1 << UInt64(node & 63) }

    /// The class of a set of free devices of a node of this type.
    @inline(__always)
    func classOf(_ free: UInt16, _ type: Int) -> Int { Int(types[type].classes[types[type].kernel.index(free, types[type].locality)]) }

    @inline(__always)
    func classNow(_ node: Int) -> Int { DeviceWord(bits: nodes.load(node &* 2)).offeredClass }

    // MARK: Classes

    /// Files a node that this thread moved from one class to another.
    @inline(__always)
    func refile(_ node: Int, from old: Int, to new: Int) {
        if old == new { return }
        let block = blockOf(node)
        var (old, new) = (old, new)
        repeat {
            setClass(node, new, block)
            clearClass(node, old, block)
            // Another thread may have moved it on meanwhile, and filed it where this one then cleared it.
            (old, new) = (new, classNow(node))
        } while old != new
    }

    /// Files a node under the class it has, whatever it was filed under.
    func file(_ node: Int) {
        let block = blockOf(node)
        setClass(node, classNow(node), block)
    }

    /// Takes away a bit that a search found to be wrong.
    @inline(never)
    func unfile(_ node: Int, _ stale: Int) {
        clearClass(node, stale, blockOf(node))
        if classNow(node) == stale { setClass(node, stale, blockOf(node)) }
    }

    @inline(__always)
    private func setClass(_ node: Int, _ number: Int, _ block: Int) {
        if number == 0 { return }
        let word = Int(blocks[block].hints) &+ number
        if hints.load(word) & nodeBit(node) != 0 { return }
        _ = hints.set(word, nodeBit(node))
        let cell = Int(blocks[block].cell)
        if hints.load(Int(cells[cell].hints) &+ CellTable.classes &+ number) >> UInt64(blocks[block].bit) & 1 == 0 { setBlock(block, number) }
    }

    @inline(never)
    private func setBlock(_ block: Int, _ number: Int) {
        let cell = Int(blocks[block].cell)
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        if hints.set(Int(cells[cell].hints) &+ CellTable.classes &+ number, bit) == 0 { setCell(cell, number) }
    }

    @inline(never)
    private func setCell(_ cell: Int, _ number: Int) {
        _ = hints.set(Int(cells[cell].hints), 1 << UInt64(number))
        // Fleet-wide summaries are sticky: best fit drains tight classes all the time, and clearing at once would make lines that
        // all claimers read flap. Only a search that went there in vain clears them.
        let word = summaryWord(cell, number)
        let bit: UInt64 = 1 << UInt64(cells[cell].bit & 63)
        if summaries.load(word) & bit == 0 { _ = summaries.set(word, bit) }
    }

    @inline(__always)
    func summaryWord(_ cell: Int, _ number: Int) -> Int {
        let type = Int(cells[cell].type)
        return Int(types[type].summary) &+ number &* Int(types[type].summaryWords) &+ Int(cells[cell].bit) / 64
    }

    @inline(__always)
    private func clearClass(_ node: Int, _ number: Int, _ block: Int) {
        if number == 0 { return }
        let word = Int(blocks[block].hints) &+ number
        _ = hints.clear(word, nodeBit(node))
        if hints.load(word) == 0 { clearBlock(block, number) }
    }

    @inline(never)
    private func clearBlock(_ block: Int, _ number: Int) {
        let cell = Int(blocks[block].cell)
        let word = Int(cells[cell].hints) &+ CellTable.classes &+ number
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        if hints.clear(word, bit) == bit {
            _ = hints.clear(Int(cells[cell].hints), 1 << UInt64(number))
            if hints.load(word) != 0 { setCell(cell, number) }
        }
        if hints.load(Int(blocks[block].hints) &+ number) != 0 { setBlock(block, number) }
    }

    /// Takes a cell out of a summary that led a search there in vain.
    @inline(never)
    func unsummarise(_ cell: Int, _ number: Int) {
        let word = summaryWord(cell, number)
        let bit: UInt64 = 1 << UInt64(cells[cell].bit & 63)
        _ = summaries.clear(word, bit)
        if hints.load(Int(cells[cell].hints)) >> UInt64(number) & 1 == 1 { _ = summaries.set(word, bit) }
    }
}
