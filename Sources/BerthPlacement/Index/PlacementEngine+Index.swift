/// The index of hints. What it promises at every instant between operations, with buckets of watts from 0 (none needed) up:
///
/// - a node of class c has its bit in its block's word of c, and its block has its bit in the cell's word of c;
/// - a node has its bit in its block's word of every bucket up to the one that its leaf domain's headroom lies in, and its block has
///   its bit in the cell's word of each of these buckets that its middle domain's headroom reaches as well. Buckets end at the one of
///   the most that a node of the type draws (`TypeTable.top`), which has no upper end;
/// - where both meet in a node, its class c and a bucket that its leaf and its middle domain reach, the cell has c in its set of that
///   bucket (the "joint" set), and in that of bucket 0, which says whether any node is of the class. The two are what a search asks
///   first, and for a request that fits nowhere all that it asks;
/// - what a node may draw, the lesser of what its leaf and its middle domain have left, lies in some bucket; where it is more than the
///   cell's ceiling of that bucket, all of this holds in the bucket above, too.
///
/// More bits may be set: hints may be stale, the words they speak of decide. Each is kept by the same rule. Whoever makes a thing true
/// changes the word first and sets the hint afterwards. Whoever clears a hint reads the thing again afterwards, and sets the hint
/// again if it is true. Both steps of both are sequentially consistent, so one of the two sees the other.
///
/// Joint sets are sticky: best fit drains tight classes all the time, and clearing at once would make words that every claim reads
/// flap. Only a search that went there in vain clears them.
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
    func refile(_ node: Int, from old: Int, to new: Int, _ leaf: Int) {
        if old == new { return }
        let block = blockOf(node)
        setClass(node, new, block, leaf)
        clearClass(node, old, block)
        if classNow(node) != new { refileAgain(node, from: new, block, leaf) }
    }

    /// Another thread moved the node on meanwhile, and may have filed it where this one then cleared it.
    @inline(never)
    private func refileAgain(_ node: Int, from old: Int, _ block: Int, _ leaf: Int) {
        var (old, new) = (old, classNow(node))
        while old != new {
            setClass(node, new, block, leaf)
            clearClass(node, old, block)
            (old, new) = (new, classNow(node))
        }
    }

    /// Files a node under the class it has, whatever it was filed under.
    func file(_ node: Int) {
        let word = DeviceWord(bits: nodes.load(node &* 2))
        setClass(node, word.offeredClass, blockOf(node), word.leaf)
    }

    /// Takes away a bit that a search found to be wrong.
    @inline(never)
    func unfile(_ node: Int, _ stale: Int, _ leaf: Int) {
        clearClass(node, stale, blockOf(node))
        if classNow(node) == stale { setClass(node, stale, blockOf(node), leaf) }
    }

    @inline(__always)
    private func setClass(_ node: Int, _ number: Int, _ block: Int, _ leaf: Int) {
        if number == 0 { return }
        let word = Int(blocks[block].hints) &+ number
        if hints.load(word) & nodeBit(node) == 0 { _ = hints.set(word, nodeBit(node)) }
        let cell = Int(blocks[block].cell)
        let inCell = Int(cells[cell].hints) &+ CellTable.classes &+ number
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        if hints.load(inCell) & bit == 0 { _ = hints.set(inCell, bit) }
        join(cell, 1 << UInt64(number), upTo: reach(leaf, of: block))
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
        let word = Int(cells[Int(blocks[block].cell)].hints) &+ CellTable.classes &+ number
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        _ = hints.clear(word, bit)
        if hints.load(Int(blocks[block].hints) &+ number) != 0 {
            _ = hints.set(word, bit)
            // While the bit was away, a search may have taken the class out of the joint sets.
            joinAll(Int(blocks[block].cell), 1 << UInt64(number), upTo: Int(blocks[block].top))
        }
    }

    // MARK: Joint sets

    /// Adds classes to the joint sets of a cell, up to the highest bucket that they reach.
    ///
    /// Each set is asked for, not the highest alone: searches that take classes out while others put them in leave gaps, and a class that
    /// is in a set need not be in those below it.
    @inline(__always)
    func join(_ cell: Int, _ classes: UInt64, upTo top: Int) {
        let base = Int(cells[cell].hints)
        var all = classes
        for bucket in 0...top { all &= hints.load(base &+ bucket) }
        if all != classes { joinAll(cell, classes, upTo: top) }
    }

    /// Adds the classes of the nodes of a block that have the watts of a bucket, which its middle domain has again.
    func joinBlock(_ block: Int, _ bucket: Int) {
        let cell = Int(blocks[block].cell)
        let nodes = powered(block, bucket)
        var classes: UInt64 = 0
        for number in 1..<Int(types[Int(blocks[block].type)].classCount)
        where hints.load(Int(blocks[block].hints) &+ number) & nodes != 0 { classes |= 1 << UInt64(number) }
        let word = Int(cells[cell].hints) &+ bucket
        if hints.load(word) & classes != classes { _ = hints.set(word, classes) }
    }

    @inline(never)
    private func joinAll(_ cell: Int, _ classes: UInt64, upTo top: Int) {
        for bucket in 0...top {
            let word = Int(cells[cell].hints) &+ bucket
            if hints.load(word) & classes != classes { _ = hints.set(word, classes) }
        }
    }

    /// Takes a class out of the joint sets of a bucket and those above it, after a search found nothing there.
    @inline(never)
    func disjoin(_ cell: Int, _ number: Int, from bucket: Int) {
        let base = Int(cells[cell].hints)
        if hints.load(base &+ CellTable.classes &+ number) == 0 {
            // No node is of the class, with watts or without. Classes come and go all the time; the sets of the other buckets stay.
            _ = hints.clear(base, 1 << UInt64(number))
            if hints.load(base &+ CellTable.classes &+ number) != 0 { _ = hints.set(base, 1 << UInt64(number)) }
            return
        }
        for step in stride(from: max(1, bucket), through: Int(cells[cell].top), by: 1) {
            let word = Int(cells[cell].hints) &+ step
            if hints.load(word) >> UInt64(number) & 1 == 0 { continue }
            _ = hints.clear(word, 1 << UInt64(number))
            if holds(cell, number, step) { _ = hints.set(word, 1 << UInt64(number)) }
        }
    }

    /// Whether some node of a cell is of a class and its domains have the watts of a bucket, as the words of the cell and its blocks say.
    private func holds(_ cell: Int, _ number: Int, _ bucket: Int) -> Bool {
        let base = Int(cells[cell].hints)
        var open = hints.load(base &+ CellTable.classes &+ number) & hints.load(base &+ CellTable.power &+ bucket)
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            if hints.load(Int(blocks[block].hints) &+ number) & powered(block, bucket) != 0 { return true }
        }
        return false
    }
}
