extension PlacementEngine {
    /// Places one member on the best node that fits and takes everything that it needs there.
    ///
    /// It looks first in a cell of the claimer's own, then in all cells of the kind from the tightest class to the loosest, so that
    /// nothing that fits is refused.
    /// - Returns: nil when it was placed, and then `claim` is the receipt; else why not, and nothing is held.
    /// - Complexity: independent of the number of nodes as long as hints are right; a wrong one is corrected by who meets it.
    package func claim(_ request: ClaimRequest, by claimer: inout Claimer, into claim: inout Claim) -> Refusal? {
        let charge = request.agencyCharge
        guard agencies.take(Int(request.agency), charge, claimer.number) < 0 else { return .quota }
        claimer.turn &+= 1
        var refusal = Refusal.neverFits
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = Int(typeOrder[entry])
            let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
            if tiers.isEmpty || types[type].cellCount == 0 { continue }
            var search = Search(request, type, tiers, self)
            let home = types[type].homes[claimer.number]
            let cell = Int(home.first) &+ Int(UInt32(truncatingIfNeeded: claimer.turn >> Claimer.stay) % UInt32(bitPattern: home.count))
            if place(&search, in: cell, &claimer, &claim) { return nil }
            claimer.strayed &+= 1
            if !search.isHopeless, placeElsewhere(&search, &claimer, &claim) { return nil }
            refusal = refusal.stronger(search.lacksWatts ? .power : .room)
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// One request on one node type: what stays the same from node to node.
    struct Search {
        let request: ClaimRequest
        let type: Int
        let milliwatts: Int64
        let bucket: Int
        let tiers: Range<Int>
        /// A pool that refused: its blocks are not tried again.
        var emptyPool: Int32 = -1
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
    }

    /// Tries the nodes of one cell, best class first.
    @inline(__always)
    private func place(_ search: inout Search, in cell: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let base = Int(cells[cell].hints)
        let powered = hints.load(base &+ CellTable.power &+ search.bucket)
        if powered == 0 {
            search.lacksWatts = true
            return false
        }
        let live = hints.load(base)
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry] & live
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                if place(&search, in: cell, powered, class: number, &claimer, &claim) { return true }
                if search.isHopeless { return false }
            }
        }
        return false
    }

    /// Tries the nodes of one class of a cell, in the blocks that have the watts.
    @inline(never)
    private func place(
        _ search: inout Search, in cell: Int, _ powered: UInt64, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let holding = hints.load(Int(cells[cell].hints) &+ CellTable.classes &+ number)
        if holding & ~powered != 0 { search.lacksWatts = true }
        var open = holding & powered
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            if blocks[block].pool == search.emptyPool { continue }
            let held = hints.load(Int(blocks[block].hints) &+ number)
            var slots = held & self.powered(block, search.bucket)
            if slots != held { search.lacksWatts = true }
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch tryNode(node, search, class: number, &claimer, &claim) {
                case .placed: return true
                case .stale: unfile(node, number)
                case .short: continue
                case .leafEmpty:
                    search.lacksWatts = true
                    let leaf = DeviceWord(bits: nodes.load(node &* 2)).leaf
                    slots &= ~nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf]
                    lowerLeaf(block, leaf, below: search.bucket)
                case .middleEmpty:
                    search.lacksWatts = true
                    slots = 0
                    lowerMiddle(block, below: search.bucket)
                case .poolEmpty:
                    search.lacksWatts = true
                    slots = 0
                    search.emptyPool = blocks[block].pool
                case .siteEmpty:
                    search.lacksWatts = true
                    search.isHopeless = true
                    return false
                }
            }
        }
        return false
    }

    /// Best fit over the whole fleet: classes from tight to loose, in each the cells that the summary names.
    @inline(never)
    private func placeElsewhere(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let type = search.type
        let words = Int(types[type].summaryWords)
        for word in 0..<words {
            // Cells that were found to have no block with the watts: for the other classes they are not looked at again.
            var powerless: UInt64 = 0
            for entry in search.tiers {
                var tier = types[type].tiers[entry]
                while tier != 0 {
                    let number = tier.trailingZeroBitCount
                    tier &= tier &- 1
                    var named = summaries.load(Int(types[type].summary) &+ number &* words &+ word) & ~powerless
                    while named != 0 {
                        let bit = named.trailingZeroBitCount
                        named &= named &- 1
                        let cell = Int(types[type].firstCell) &+ word << 6 &+ bit
                        let base = Int(cells[cell].hints)
                        let powered = hints.load(base &+ CellTable.power &+ search.bucket)
                        if powered == 0 || cells[cell].pool >= 0 && cells[cell].pool == search.emptyPool {
                            search.lacksWatts = true
                            powerless |= 1 << UInt64(bit)
                        } else if hints.load(base) >> UInt64(number) & 1 == 0 {
                            unsummarise(cell, number)
                        } else if place(&search, in: cell, powered, class: number, &claimer, &claim) {
                            return true
                        } else if search.isHopeless {
                            return false
                        } else if cells[cell].pool >= 0, cells[cell].pool == search.emptyPool {
                            powerless |= 1 << UInt64(bit)
                        }
                    }
                }
            }
        }
        return false
    }
}

extension Refusal {
    /// Of the refusals of several node types the one that is nearest to a placement.
    func stronger(_ other: Refusal) -> Refusal { rawValue >= other.rawValue ? self : other }
}
