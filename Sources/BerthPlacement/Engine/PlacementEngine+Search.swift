extension PlacementEngine {
    /// One request on one node type: what stays the same from node to node, and what was learnt on the way.
    struct Search {
        let request: ClaimRequest
        let type: Int
        private(set) var milliwatts: Int64
        private(set) var bucket: Int
        let tiers: Range<Int>
        private let top: Int
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
            top = Int(engine.types[type].top)
            bucket = min(top, PowerBucket.of(milliwatts))
        }

        /// Watts that come on top of what the member draws by itself.
        mutating func add(_ more: Int64) {
            milliwatts &+= more
            bucket = min(top, PowerBucket.of(milliwatts))
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

    /// Tries the nodes of one class of a cell, where they have the watts: first those whose leaf domains lie in a bucket above the demand
    /// and so have as much, then those of its own bucket, some of which have less.
    @inline(never)
    private func place(
        _ search: inout Search, in cell: Int, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let bucket = bucket(cell, search)
        var sweep = Sweep(cell: cell, number: number, bucket: bucket)
        if bucket == search.bucket, bucket < Int(cells[cell].top) {
            sweep.bucket = bucket &+ 1
            if joint(cell, sweep.bucket) >> UInt64(number) & 1 == 1 {
                sweep.tried = hints.load(Int(cells[cell].hints) &+ CellTable.power &+ sweep.bucket)
                if place(&search, &sweep, &claimer, &claim) { return true }
                if search.isHopeless { return false }
            }
            (sweep.bucket, sweep.isSecond) = (bucket, true)
        }
        if place(&search, &sweep, &claimer, &claim) { return true }
        if search.isHopeless { return false }
        if sweep.misses > 0 { lowerCeiling(ofCell: cell, bucket) } else if !sweep.isHeld { disjoin(cell, number, from: bucket) }
        return false
    }

    /// One way through the blocks of a cell, and what was met on it.
    private struct Sweep {
        let cell: Int
        let number: Int
        var bucket: Int
        /// Whether the bucket above was looked at before.
        var isSecond = false
        /// The blocks of which those nodes that have the bucket above have been tried.
        var tried: UInt64 = 0
        /// Whether some node is of the class and its leaf has the watts, though the rest of what the request needs is not there.
        var isHeld = false
        /// Leaf domains whose headroom lies in the bucket of the demand, and below the demand.
        var misses = 0
    }

    @inline(__always)
    private func place(_ search: inout Search, _ sweep: inout Sweep, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let base = Int(cells[sweep.cell].hints)
        let holding = hints.load(base &+ CellTable.classes &+ sweep.number)
        let offered = hints.load(base &+ CellTable.power &+ sweep.bucket)
        if holding & ~offered != 0 { search.lacksWatts = true }
        var open = holding & offered
        while open != 0 {
            let block = Int(cells[sweep.cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            // Looked at before any node: what they lack its words need not be asked for.
            if !blockHas(search.request.label, block) {
                sweep.isHeld = true
                continue
            }
            if search.isEmpty(blocks[block].pool) || poolIsShort(block, &search, claimer) || middleIsShort(block, &search) {
                if search.isHopeless { return false }
                sweep.isHeld = true
                continue
            }
            var slots = hints.load(Int(blocks[block].hints) &+ sweep.number) & powered(block, sweep.bucket)
            if sweep.isSecond {
                if sweep.tried >> UInt64(blocks[block].bit) & 1 == 1 { slots &= ~powered(block, sweep.bucket &+ 1) }
                if slots != 0, isAboveCeiling(block, sweep.bucket, search.milliwatts) {
                    sweep.misses &+= 1
                    search.lacksWatts = true
                    continue
                }
            }
            if place(&search, &sweep, block, slots, &claimer, &claim) { return true }
            if search.isHopeless { return false }
        }
        return false
    }

    /// Tries some nodes of one block.
    @inline(__always)
    private func place(
        _ search: inout Search, _ sweep: inout Sweep, _ block: Int, _ tried: UInt64, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        var slots = tried
        let misses = sweep.misses
        defer { if sweep.misses > misses { lowerCeiling(ofBlock: block, sweep.bucket) } }
        while slots != 0 {
            let node = block << 6 | slots.trailingZeroBitCount
            slots &= slots &- 1
            claimer.probes &+= 1
            switch tryNode(node, search, class: sweep.number, &claimer, &claim) {
            case .placed: return true
            case .stale: unfile(node, sweep.number, DeviceWord(bits: nodes.load(node &* 2)).leaf)
            case .short: sweep.isHeld = true
            case .leafEmpty:
                let leaf = DeviceWord(bits: nodes.load(node &* 2)).leaf
                slots &= ~nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf]
                search.lacksWatts = true
                if lowerLeaf(block, leaf, below: sweep.bucket) { sweep.misses &+= 1 }
            case .middleEmpty:
                _ = middleIsShort(block, &search)
                sweep.isHeld = true
                return false
            case .poolEmpty:
                search.setEmpty(blocks[block].pool)
                sweep.isHeld = true
                return false
            case .siteEmpty:
                search.lacksWatts = true
                search.isHopeless = true
                return false
            }
        }
        return false
    }

    /// Whether the pool of a block, or a domain above it, has not the watts, all claimers' credit included.
    @inline(__always)
    func poolIsShort(_ block: Int, _ search: inout Search, _ claimer: Claimer) -> Bool {
        let lacking = power.lacking(Int(blocks[block].pool), search.milliwatts, claimer.number)
        if lacking < 0 { return false }
        search.setEmpty(blocks[block].pool)
        search.isHopeless = lacking == rootWord
        return true
    }

    /// Whether the middle domain of a block has not the watts; then the index is told.
    @inline(__always)
    func middleIsShort(_ block: Int, _ search: inout Search) -> Bool {
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
