/// Where a gang goes: the row and its racks that hold it best.
extension PlacementEngine {
    /// A request on one type; nil where it cannot be there.
    func search(_ request: ClaimRequest, on type: Int) -> Search? {
        let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
        return tiers.isEmpty || types[type].cellCount == 0 ? nil : Search(request, type, tiers, self)
    }

    /// The row (the blocks of one type below one middle domain) that holds so many members in the fewest racks, and of several the one with
    /// the tightest; the one that holds most of them when none holds them all.
    func bestRow(
        for members: Int, _ request: ClaimRequest, among choice: NodeSet?, _ claimer: Claimer
    ) -> (row: RackRow, search: Search)? {
        var best: (row: RackRow, search: Search)?
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            guard let search = search(request, on: Int(typeOrder[entry])),
                let row = bestRow(for: members, search, among: choice, claimer), row.isBetter(than: best?.row, for: members)
            else { continue }
            best = (row, search)
        }
        return best
    }

    private func bestRow(for members: Int, _ search: Search, among choice: NodeSet?, _ claimer: Claimer) -> RackRow? {
        let (firstCell, count) = (Int(types[search.type].firstCell), Int(types[search.type].cellCount))
        let home = homeCell(search, claimer) &- firstCell
        var best: RackRow?
        for turn in 0..<count {
            let cell = firstCell &+ (home &+ turn) % count
            if !cellHas(search.request.label, cell) { continue }
            var block = Int(cells[cell].firstBlock)
            let end = block &+ Int(cells[cell].blockCount)
            while block < end {
                let middle = blocks[block].middle
                var row = RackRow(blocks: block..<block)
                while block < end, blocks[block].middle == middle {
                    addRacks(of: block, to: &row, search, among: choice)
                    block &+= 1
                }
                row.blocks = row.blocks.lowerBound..<block
                guard row.isBetter(than: best, for: members) else { continue }
                if row.isIdeal(for: members, rackMax: Int(types[search.type].rackNodesMax) &* capacityMax(search)) { return row }
                best = row
            }
        }
        return best
    }

    /// Members that no node of the type holds more of.
    func capacityMax(_ search: Search) -> Int {
        let count = Int(search.request.count)
        // Of cores alone any number: then only one rack for all is known to be ideal.
        return count == 0 ? RackRow.rackMax : Int(types[search.type].width) / count
    }

    /// The nodes of a block that are of one of a search's classes and whose leaf has the watts of one member.
    func eligible(_ block: Int, _ search: Search, among choice: NodeSet?) -> UInt64 {
        guard blockHas(search.request.label, block) else { return 0 }
        var eligible: UInt64 = 0
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                eligible |= hints.load(Int(blocks[block].hints) &+ tier.trailingZeroBitCount)
                tier &= tier &- 1
            }
        }
        return eligible & powered(block, search.bucket) & (choice?.masks[block] ?? ~0)
    }

    /// The members that some nodes of a block may hold, several on a node where they fit.
    /// - Parameter leaf: the leaf domain of all of them, among those of blocks; -1 for none.
    func held(_ nodes: UInt64, of block: Int, below leaf: Int, _ search: Search) -> Int {
        if nodes == 0 { return 0 }
        var sum = 0
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                let filed = hints.load(Int(blocks[block].hints) &+ number) & nodes
                let capacity = Int(types[search.type].capacities[Int(search.request.count) << 6 | number])
                sum &+= held(filed, of: block, search, capacity)
            }
        }
        guard leaf >= 0, search.milliwatts > 0 else { return sum }
        let watts = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))
        return max(0, min(sum, Int(watts / search.milliwatts)))
    }

    /// What cores and memory leave of the room that the devices of nodes of one class have. Of parts of cores never fewer than fit.
    private func held(_ nodes: UInt64, of block: Int, _ search: Search, _ capacity: Int) -> Int {
        var (slots, sum) = (nodes, 0)
        let request = search.request
        while slots != 0 {
            let sides = SideWord(bits: self.nodes.load((block << 6 | slots.trailingZeroBitCount) &* 2 &+ 1))
            slots &= slots &- 1
            let (cores, mebibytes) = (sides.cores(0) &+ sides.cores(1), sides.mebibytes(0) &+ sides.mebibytes(1))
            if cores < Int(request.cores) || mebibytes < Int(request.mebibytes) { continue }
            if capacity == 1 {
                sum &+= 1
                continue
            }
            let beside = request.cores > 0 ? cores / Int(request.cores) : .max
            let memory = request.mebibytes > 0 ? mebibytes / Int(request.mebibytes) : .max
            sum &+= min(capacity, beside, memory)
        }
        return sum
    }

    private func addRacks(of block: Int, to row: inout RackRow, _ search: Search, among choice: NodeSet?) {
        let eligible = eligible(block, search, among: choice)
        if eligible == 0 { return }
        if blocks[block].leafCount == 0 { return row.add(held(eligible, of: block, below: -1, search)) }
        for leaf in leaves(of: block) { row.add(held(eligible & nodesOfLeaves[leaf], of: block, below: leaf, search)) }
    }

    private func leaves(of block: Int) -> Range<Int> {
        Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount)
    }

    /// Claims members in a row: the fullest racks first, until the tightest holds the rest.
    func take(
        _ members: Int, in row: RackRow, _ search: Search, among choice: NodeSet?, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) {
        let end = claims.count &+ members
        var row = row
        while claims.count < end, let size = row.nextSize(for: end &- claims.count) {
            let isLast = size >= end &- claims.count
            for block in row.blocks where claims.count < end {
                let eligible = eligible(block, search, among: choice)
                if eligible == 0 { continue }
                if blocks[block].leafCount == 0 {
                    if min(held(eligible, of: block, below: -1, search), RackRow.rackMax) != size { continue }
                    fill(eligible, of: block, search, until: end, &claimer, &claims)
                } else {
                    for leaf in leaves(of: block) where claims.count < end && (isLast || end &- claims.count > size) {
                        let nodes = eligible & nodesOfLeaves[leaf]
                        if min(held(nodes, of: block, below: leaf, search), RackRow.rackMax) != size { continue }
                        fill(nodes, of: block, search, until: end, &claimer, &claims)
                    }
                }
                if !isLast, end &- claims.count <= size { break }
            }
            // Where less is missing now than one of these racks holds, it is asked for the tightest first.
            if isLast || end &- claims.count > size { row.remove(size) }
        }
    }

    /// Claims members on some nodes of a block, tightest class first, on each as many as fit.
    func fill(
        _ nodes: UInt64, of block: Int, _ search: Search, until end: Int, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) {
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                var slots = hints.load(Int(blocks[block].hints) &+ number) & nodes
                while slots != 0, claims.count < end {
                    fill(block << 6 | slots.trailingZeroBitCount, class: number, search, until: end, &claimer, &claims)
                    slots &= slots &- 1
                }
            }
        }
    }

    func fill(
        _ node: Int, class number: Int, _ search: Search, until end: Int, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) {
        var number = number
        while claims.count < end, takeMember(node, class: number, search, &claimer, &claims) {
            if types[search.type].capacities[Int(search.request.count) << 6 | number] == 1 { return }
            number = classNow(node)
        }
    }
}
