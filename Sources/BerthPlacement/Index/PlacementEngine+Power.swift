/// The part of the index that knows of watts: see `PlacementEngine+Index` for what it promises.
///
/// Claims lower headrooms and change no hint. A search that finds a leaf or a middle domain short takes the bits away that said
/// otherwise; whoever gives watts back sets them again. So the bits cost nothing where watts are plenty, and where they are short a
/// search meets only what has them.
extension PlacementEngine {
    @inline(__always)
    private func powerWord(_ block: Int, _ bucket: Int) -> Int { Int(blocks[block].power) &+ bucket }

    @inline(__always)
    private func cellWord(_ block: Int, _ bucket: Int) -> Int { Int(cells[Int(blocks[block].cell)].hints) &+ CellTable.power &+ bucket }

    /// The bucket of the headroom of a leaf domain, by its position among the leaves of blocks.
    private func bucket(ofLeaf leaf: Int) -> Int { PowerBucket.of(Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))) }

    /// The same by its position among those of one block; the last bucket where the block has none.
    @inline(__always)
    func bucket(ofLeaf leaf: Int, of block: Int) -> Int {
        let top = Int(blocks[block].top)
        return blocks[block].leafCount == 0 ? top : min(top, bucket(ofLeaf: Int(blocks[block].firstLeaf) &+ leaf))
    }

    /// The bucket of the middle domain of a block; the last where there is none.
    func bucket(ofMiddle block: Int) -> Int {
        let middle = Int(blocks[block].middle)
        let top = Int(blocks[block].top)
        return middle < 0 ? top : min(top, PowerBucket.of(Int64(bitPattern: headrooms.load(middle))))
    }

    /// Nodes of a block whose leaf domains may have the watts of a bucket.
    @inline(__always)
    func powered(_ block: Int, _ bucket: Int) -> UInt64 { hints.load(powerWord(block, bucket)) }

    // MARK: Ceilings

    /// The lowest bucket in which a demand may find its watts in a cell: its own, or the next where nothing in its own has as much.
    @inline(__always)
    func bucket(_ cell: Int, _ search: Search) -> Int {
        if search.bucket >= Int(cells[cell].top) { return search.bucket }
        let ceiling = Int64(bitPattern: hints.load(Int(cells[cell].ceilings) &+ search.bucket))
        return ceiling >= search.milliwatts ? search.bucket : search.bucket &+ 1
    }

    /// Whether nothing that lies in the bucket of a demand has as much in a block.
    @inline(__always)
    func isAboveCeiling(_ block: Int, _ bucket: Int, _ milliwatts: Int64) -> Bool {
        bucket < Int(blocks[block].top) && Int64(bitPattern: hints.load(Int(blocks[block].ceilings) &+ bucket)) < milliwatts
    }

    /// After the headroom of a leaf or middle domain of a block became `milliwatts`, or before its bit of the bucket above is taken away.
    @inline(__always)
    func raiseCeiling(_ block: Int, _ milliwatts: Int64) {
        let bucket = PowerBucket.of(milliwatts)
        // The block first: a cell's ceiling is worked out from those of its blocks.
        raise(Int(blocks[block].ceilings) &+ bucket, milliwatts)
        raise(Int(cells[Int(blocks[block].cell)].ceilings) &+ bucket, milliwatts)
    }

    @inline(__always)
    private func raise(_ word: Int, _ milliwatts: Int64) {
        var seen = hints.load(word)
        while Int64(bitPattern: seen) < milliwatts {
            if hints.exchange(word, &seen, UInt64(bitPattern: milliwatts)) { return }
        }
    }

    /// The bucket up to which a node that is filed now is in the joint sets: that of its leaf domain, which the ceiling then reaches.
    @inline(__always)
    func reach(_ leaf: Int, of block: Int) -> Int {
        let top = Int(blocks[block].top)
        if blocks[block].leafCount == 0 { return top }
        let left = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[Int(blocks[block].firstLeaf) &+ leaf])))
        let bucket = PowerBucket.of(left)
        if bucket >= top { return top }
        raiseCeiling(block, left)
        return bucket
    }

    /// A search found leaf domains of a block short that lie in the bucket of its demand: looks what the most is that a node has there.
    /// - Complexity: O(leaf domains of the block).
    @inline(never)
    func lowerCeiling(ofBlock block: Int, _ bucket: Int) {
        // The last bucket has no upper end: nothing above it could be asked instead.
        if bucket >= Int(blocks[block].top) { return }
        let word = Int(blocks[block].ceilings) &+ bucket
        let most = mostLeft(block, bucket)
        if most >= Int64(bitPattern: hints.load(word)) { return }
        _ = hints.swap(word, UInt64(bitPattern: most))
        let again = mostLeft(block, bucket)
        if again > most { raiseCeiling(block, again) }
    }

    /// A search found nothing in the bucket of its demand in a cell, though something lies there.
    /// - Complexity: O(blocks of the cell).
    @inline(never)
    func lowerCeiling(ofCell cell: Int, _ bucket: Int) {
        if bucket >= Int(cells[cell].top) { return }
        let word = Int(cells[cell].ceilings) &+ bucket
        let most = highestCeiling(cell, bucket)
        if most >= Int64(bitPattern: hints.load(word)) { return }
        _ = hints.swap(word, UInt64(bitPattern: most))
        let again = highestCeiling(cell, bucket)
        if again > most { raise(word, again) }
    }

    private func highestCeiling(_ cell: Int, _ bucket: Int) -> Int64 {
        var most = Int64.min
        for block in Int(cells[cell].firstBlock)..<Int(cells[cell].firstBlock &+ cells[cell].blockCount) {
            most = max(most, Int64(bitPattern: hints.load(Int(blocks[block].ceilings) &+ bucket)))
        }
        return most
    }

    private func mostLeft(_ block: Int, _ bucket: Int) -> Int64 {
        let floor = PowerBucket.floor(bucket)
        let end = PowerBucket.floor(bucket &+ 1)
        let middle = middleLeft(block)
        if middle < floor { return .min }
        if blocks[block].leafCount == 0 { return middle < end ? middle : .min }
        var most = Int64.min
        for leaf in Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount) {
            let left = min(middle, Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf]))))
            if left >= floor, left < end, left > most { most = left }
        }
        return most
    }

    // MARK: Rises

    /// After watts were given to a leaf domain.
    /// - Parameter leaf: its position among the leaves of the block.
    @inline(__always)
    func roseLeaf(_ block: Int, _ leaf: Int, from before: Int64, to after: Int64) {
        if before >= PowerBucket.last { return }
        let (old, new) = (PowerBucket.of(before), PowerBucket.of(after))
        if old >= Int(blocks[block].top), !blocks[block].sharesLeaves { return }
        if new > old { raiseLeaf(block, leaf, from: old, to: new) }
        raiseCeiling(block, min(after, middleLeft(block)))
        if blocks[block].sharesLeaves { raiseCeilings(below: Int(leavesOfBlocks[Int(blocks[block].firstLeaf) &+ leaf]), after) }
    }

    /// What the middle domain of a block has left; more than anything where there is none.
    @inline(__always)
    private func middleLeft(_ block: Int) -> Int64 {
        blocks[block].middle < 0 ? .max : Int64(bitPattern: headrooms.load(Int(blocks[block].middle)))
    }

    @inline(never)
    private func raiseCeilings(below leaf: Int, _ milliwatts: Int64) {
        for entry in Int(blocksBelowStarts[leaf])..<Int(blocksBelowStarts[leaf &+ 1]) {
            raiseCeiling(Int(blocksBelow[entry]), min(milliwatts, middleLeft(Int(blocksBelow[entry]))))
        }
    }

    /// After the headroom of a leaf domain rose from one bucket to another.
    /// - Parameter leaf: its position among the leaves of the block.
    @inline(never)
    func raiseLeaf(_ block: Int, _ leaf: Int, from old: Int, to new: Int) {
        setPower(block, nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf], old &+ 1...new)
        guard blocks[block].sharesLeaves else { return }
        let domain = Int(leavesOfBlocks[Int(blocks[block].firstLeaf) &+ leaf])
        for entry in Int(blocksBelowStarts[domain])..<Int(blocksBelowStarts[domain &+ 1]) {
            let other = Int(blocksBelow[entry])
            for position in 0..<Int(blocks[other].leafCount) where Int(leavesOfBlocks[Int(blocks[other].firstLeaf) &+ position]) == domain {
                setPower(other, nodesOfLeaves[Int(blocks[other].firstLeaf) &+ position], old &+ 1...new)
            }
        }
    }

    @inline(__always)
    private func setPower(_ block: Int, _ nodes: UInt64, _ buckets: ClosedRange<Int>) {
        let last = min(buckets.upperBound, Int(blocks[block].top))
        if last < buckets.lowerBound { return }
        for bucket in buckets.lowerBound...last {
            let word = powerWord(block, bucket)
            if hints.load(word) & nodes != nodes { _ = hints.set(word, nodes) }
            offerBlock(block, bucket)
        }
        join(Int(blocks[block].cell), classes(of: nodes, in: block), upTo: last)
    }

    /// The classes that some nodes of a block have.
    @inline(__always)
    private func classes(of nodes: UInt64, in block: Int) -> UInt64 {
        var (rest, classes): (UInt64, UInt64) = (nodes, 0)
        while rest != 0 {
            classes |= 1 << UInt64(classNow(block << 6 | rest.trailingZeroBitCount))
            rest &= rest &- 1
        }
        // Class 0 is of nodes that do not admit.
        return classes & ~1
    }

    /// After watts were given to a middle domain.
    @inline(__always)
    func roseMiddle(_ domain: Int, from before: Int64, to after: Int64) {
        if before >= PowerBucket.last { return }
        raiseMiddle(domain, from: PowerBucket.of(before), to: PowerBucket.of(after))
        raiseCeilings(belowMiddle: domain, before, after)
    }

    /// Of a leaf domain that the middle one held back its own headroom counts from now on.
    @inline(never)
    private func raiseCeilings(belowMiddle domain: Int, _ before: Int64, _ after: Int64) {
        for entry in Int(blocksBelowStarts[domain])..<Int(blocksBelowStarts[domain &+ 1]) {
            let block = Int(blocksBelow[entry])
            raiseCeiling(block, after)
            for leaf in Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount) {
                let left = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))
                if left > before, left < after { raiseCeiling(block, left) }
            }
        }
    }

    @inline(never)
    private func raiseMiddle(_ domain: Int, from old: Int, to new: Int) {
        if new == old { return }
        for entry in Int(blocksBelowStarts[domain])..<Int(blocksBelowStarts[domain &+ 1]) {
            let block = Int(blocksBelow[entry])
            for bucket in old &+ 1...new where powered(block, bucket) != 0 {
                offerBlock(block, bucket)
                joinBlock(block, bucket)
            }
        }
    }

    @inline(__always)
    private func offerBlock(_ block: Int, _ bucket: Int) {
        let word = cellWord(block, bucket)
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        if hints.load(word) & bit != 0 { return }
        _ = hints.set(word, bit)
    }

    /// Sets all that is true of a block; for building.
    func power(_ block: Int) {
        for bucket in 0..<PowerBucket.count {
            _ = hints.swap(Int(cells[Int(blocks[block].cell)].ceilings) &+ bucket, UInt64(bitPattern: Int64.max))
            _ = hints.swap(Int(blocks[block].ceilings) &+ bucket, UInt64(bitPattern: Int64.max))
        }
        let leaves = Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount)
        if leaves.isEmpty { setPower(block, ~0, 0...PowerBucket.count - 1) }
        for leaf in leaves { setPower(block, nodesOfLeaves[leaf], 0...bucket(ofLeaf: leaf)) }
    }

    // MARK: Falls, as searches find them

    /// A search for watts of a bucket found the leaf domain short.
    /// - Returns: whether its headroom lies in that bucket all the same, so that its bit stays.
    @inline(never)
    func lowerLeaf(_ block: Int, _ leaf: Int, below bucket: Int, upTo last: Int = PowerBucket.count) -> Bool {
        let position = Int(blocks[block].firstLeaf) &+ leaf
        let domain = Int(leavesOfBlocks[position])
        let nodes = nodesOfLeaves[position]
        var left = Int64(bitPattern: headrooms.load(domain))
        let own = min(PowerBucket.of(left), Int(blocks[block].top))
        // Whoever looks in the bucket above its own, because of the ceiling, does not see this leaf there any more.
        raiseCeiling(block, left)
        for step in stride(from: max(bucket, own &+ 1), through: min(last, Int(blocks[block].top)), by: 1) {
            let word = powerWord(block, step)
            if hints.load(word) & nodes == 0 { continue }
            _ = hints.clear(word, nodes)
            left = Int64(bitPattern: headrooms.load(domain))
            if PowerBucket.of(left) >= step {
                setPower(block, nodes, step...step)
            } else {
                raiseCeiling(block, left)
                if hints.load(word) == 0 { withdrawBlock(block, step) }
            }
        }
        return own >= bucket
    }

    /// After a claim took watts of a leaf domain.
    @inline(__always)
    func fellLeaf(_ block: Int, _ leaf: Int, by milliwatts: Int64) {
        if blocks[block].leafCount == 0 { return }
        let left = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[Int(blocks[block].firstLeaf) &+ leaf])))
        if left >= PowerBucket.last { return }
        let (old, new) = (PowerBucket.of(left &+ milliwatts), PowerBucket.of(left))
        if old > new, new < Int(blocks[block].top) { _ = lowerLeaf(block, leaf, below: new &+ 1, upTo: old) }
    }

    private func withdrawBlock(_ block: Int, _ bucket: Int) {
        _ = hints.clear(cellWord(block, bucket), 1 << UInt64(blocks[block].bit))
        if powered(block, bucket) != 0, self.bucket(ofMiddle: block) >= bucket {
            offerBlock(block, bucket)
            // While the bit was away, a search may have taken classes out of the joint set.
            joinBlock(block, bucket)
        }
    }

    /// A search for watts of a bucket found the middle domain of a block short.
    @inline(never)
    func lowerMiddle(_ block: Int, below bucket: Int) {
        let domain = Int(blocks[block].middle)
        var left = Int64(bitPattern: headrooms.load(domain))
        // As for a leaf domain: the ceiling leads past its own bucket.
        raiseCeiling(block, left)
        for step in stride(from: max(bucket, PowerBucket.of(left) &+ 1), through: Int(blocks[block].top), by: 1) {
            if hints.load(cellWord(block, step)) >> UInt64(blocks[block].bit) & 1 == 0 { continue }
            withdrawBlock(block, step)
            left = Int64(bitPattern: headrooms.load(domain))
            if PowerBucket.of(left) < step { raiseCeiling(block, left) }
        }
    }
}
