extension PlacementEngine {
    /// One request on one node type: what stays the same from node to node, and what was learnt on the way.
    struct Search {
        let request: ClaimRequest
        let type: Int
        private(set) var milliwatts: Int64
        private(set) var bucket: Int
        let tiers: Range<Int>
        /// Pools that refused, of the first 64 a bit each, and the last of the others: their blocks are not tried again.
        private var emptyPools: UInt64 = 0
        private var emptyPool: Int32 = -1
        var lacksWatts = false
        /// The root has not the watts.
        var isHopeless = false

        @inline(__always)
        init(_ request: ClaimRequest, _ type: Int, _ tiers: Range<Int>, _ engine: PlacementEngine) {
            self.request = request
            self.type = type
            self.tiers = tiers
            milliwatts = request.milliwatts(perCore: engine.types[type].perCore)
            bucket = PowerBucket.of(milliwatts)
        }

        /// Watts that come on top of what the member draws by itself.
        mutating func add(_ more: Int64) {
            milliwatts &+= more
            bucket = PowerBucket.of(milliwatts)
        }

        @inline(__always)
        func isEmpty(_ pool: Int32) -> Bool { pool == emptyPool || pool < 64 && emptyPools >> UInt64(pool) & 1 == 1 }

        mutating func setEmpty(_ pool: Int32) {
            lacksWatts = true
            if pool < 64 { emptyPools |= 1 << UInt64(pool) } else { emptyPool = pool }
        }
    }

    /// The classes that some node of a cell is of and has the watts of a bucket for.
    @inline(__always)
    func joint(_ cell: Int, _ bucket: Int) -> UInt64 {
        hints.load(Int(cells[cell].hints)) & hints.load(Int(cells[cell].hints) &+ bucket)
    }

    /// Tries the nodes of one cell, best class first.
    @inline(__always)
    func place(_ search: inout Search, in cell: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        guard cellHas(search.request.label, cell) else { return false }
        let joint = joint(cell, bucket(cell, search))
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry] & joint
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                if place(&search, in: cell, class: number, &claimer, &claim) { return true }
                if search.isHopeless { return false }
            }
        }
        return false
    }

    /// Tries the nodes of one class of a cell, where they have the watts.
    @inline(never)
    private func place(
        _ search: inout Search, in cell: Int, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let base = Int(cells[cell].hints)
        let bucket = bucket(cell, search)
        let holding = hints.load(base &+ CellTable.classes &+ number)
        let offered = hints.load(base &+ CellTable.power &+ bucket)
        if holding & ~offered != 0 { search.lacksWatts = true }
        var open = holding & offered
        // Whether some node is of the class and its leaf has the watts, though the rest of what the request needs is not there.
        var isHeld = false
        // Leaf domains whose headroom lies in the bucket of the demand, and below the demand.
        var misses = 0
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            // Looked at before any node: what they lack its words need not be asked for.
            if !blockHas(search.request.label, block) {
                isHeld = true
                continue
            }
            if search.isEmpty(blocks[block].pool) || poolIsShort(block, &search, claimer) || middleIsShort(block, &search) {
                if search.isHopeless { return false }
                isHeld = true
                continue
            }
            var slots = hints.load(Int(blocks[block].hints) &+ number) & powered(block, bucket)
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch tryNode(node, search, class: number, &claimer, &claim) {
                case .placed: return true
                case .stale: unfile(node, number, DeviceWord(bits: nodes.load(node &* 2)).leaf)
                case .short: isHeld = true
                case .leafEmpty:
                    let leaf = DeviceWord(bits: nodes.load(node &* 2)).leaf
                    slots &= ~nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf]
                    search.lacksWatts = true
                    if lowerLeaf(block, leaf, below: bucket) { misses &+= 1 }
                case .middleEmpty:
                    _ = middleIsShort(block, &search)
                    (isHeld, slots) = (true, 0)
                case .poolEmpty:
                    search.setEmpty(blocks[block].pool)
                    (isHeld, slots) = (true, 0)
                case .siteEmpty:
                    search.lacksWatts = true
                    search.isHopeless = true
                    return false
                }
            }
        }
        if misses > 0 { lowerCeiling(cell, bucket) } else if !isHeld { disjoin(cell, number, from: bucket) }
        return false
    }

    /// Whether the pool of a block, or a domain above it, has not the watts, all claimers' credit included.
    @inline(__always)
    private func poolIsShort(_ block: Int, _ search: inout Search, _ claimer: Claimer) -> Bool {
        let lacking = power.lacking(Int(blocks[block].pool), search.milliwatts, claimer.number)
        if lacking < 0 { return false }
        search.setEmpty(blocks[block].pool)
        search.isHopeless = lacking == rootWord
        return true
    }

    /// Whether the middle domain of a block has not the watts; then the index is told.
    @inline(__always)
    private func middleIsShort(_ block: Int, _ search: inout Search) -> Bool {
        let middle = Int(blocks[block].middle)
        guard middle >= 0, Int64(bitPattern: headrooms.load(middle)) < search.milliwatts else { return false }
        search.lacksWatts = true
        lowerMiddle(block, below: search.bucket)
        return true
    }

    /// Best fit over the whole fleet: classes from tight to loose, in each the cells that have it.
    /// - Complexity: O(cells of the type), of which there is one for some thousand nodes.
    @inline(never)
    func placeElsewhere(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let type = search.type
        let range = Int(types[type].firstCell)..<Int(types[type].firstCell &+ types[type].cellCount)
        var somewhere: UInt64 = 0
        for cell in range where cellHas(search.request.label, cell) { somewhere |= joint(cell, bucket(cell, search)) }
        for entry in search.tiers {
            var tier = types[type].tiers[entry] & somewhere
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                for cell in range where joint(cell, bucket(cell, search)) >> UInt64(number) & 1 == 1 {
                    if !cellHas(search.request.label, cell) { continue }
                    if cells[cell].pool >= 0, search.isEmpty(cells[cell].pool) { continue }
                    if place(&search, in: cell, class: number, &claimer, &claim) { return true }
                    if search.isHopeless { return false }
                }
            }
        }
        return false
    }
}
