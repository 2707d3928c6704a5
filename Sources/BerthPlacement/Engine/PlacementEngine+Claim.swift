extension PlacementEngine {
    /// Places one member on the best node that fits and takes everything that it needs there.
    ///
    /// It looks first in a cell of the claimer's own, then in all cells of the kind from the tightest class to the loosest, so that
    /// nothing that fits is refused.
    /// - Returns: nil when it was placed, and then `claim` is the receipt; else why not, and nothing is held.
    /// - Complexity: independent of the number of nodes as long as hints are right; a wrong one is corrected by who meets it.
    package func claim(_ request: ClaimRequest, by claimer: inout Claimer, into claim: inout Claim) -> Refusal? {
        guard request.share.isNone else { return claimShare(request, by: &claimer, into: &claim) }
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
            if place(&search, &claimer, &claim) { return nil }
            refusal = refusal.stronger(self.refusal(of: search))
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// The cell of a type in which a claimer begins.
    @inline(__always)
    func homeCell(of type: Int, _ claimer: Claimer) -> Int {
        let home = types[type].homes[claimer.number]
        return Int(home.first) &+ Int(UInt32(truncatingIfNeeded: claimer.turn >> Claimer.stay) % UInt32(bitPattern: home.count))
    }

    /// Tries all nodes of one type, those near home first.
    @inline(__always)
    func place(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        if place(&search, in: homeCell(of: search.type, claimer), &claimer, &claim) { return true }
        return !search.isHopeless && placeElsewhere(&search, &claimer, &claim)
    }

    /// Why a search that found nothing did not.
    func refusal(of search: Search) -> Refusal { search.lacksWatts || hasRoom(search) ? .power : .room }

    /// One request on one node type: what stays the same from node to node.
    struct Search {
        let request: ClaimRequest
        let type: Int
        private(set) var milliwatts: Int64
        private(set) var bucket: Int
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

        /// Watts that come on top of what the member draws by itself.
        mutating func add(_ more: Int64) {
            milliwatts &+= more
            bucket = PowerBucket.of(milliwatts)
        }
    }

    /// The classes that some node of a cell is of and has the watts of a bucket for.
    @inline(__always)
    private func joint(_ cell: Int, _ bucket: Int) -> UInt64 {
        hints.load(Int(cells[cell].hints)) & hints.load(Int(cells[cell].hints) &+ bucket)
    }

    /// Tries the nodes of one cell, best class first.
    @inline(__always)
    private func place(_ search: inout Search, in cell: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let joint = joint(cell, search.bucket)
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
        let holding = hints.load(base &+ CellTable.classes &+ number)
        let offered = hints.load(base &+ CellTable.power &+ search.bucket)
        if holding & ~offered != 0 { search.lacksWatts = true }
        var open = holding & offered
        // Whether some node is of the class and its leaf has the watts, though the rest of what the request needs is not there.
        var isHeld = false
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            if blocks[block].pool == search.emptyPool {
                isHeld = true
                continue
            }
            var slots = hints.load(Int(blocks[block].hints) &+ number) & powered(block, search.bucket)
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch tryNode(node, search, class: number, &claimer, &claim) {
                case .placed: return true
                case .stale: unfile(node, number, DeviceWord(bits: nodes.load(node &* 2)).leaf)
                case .short: isHeld = true
                case .leafEmpty:
                    search.lacksWatts = true
                    let leaf = DeviceWord(bits: nodes.load(node &* 2)).leaf
                    slots &= ~nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf]
                    lowerLeaf(block, leaf, below: search.bucket)
                case .middleEmpty:
                    search.lacksWatts = true
                    isHeld = true
                    slots = 0
                    lowerMiddle(block, below: search.bucket)
                case .poolEmpty:
                    search.lacksWatts = true
                    isHeld = true
                    slots = 0
                    search.emptyPool = blocks[block].pool
                case .siteEmpty:
                    search.lacksWatts = true
                    search.isHopeless = true
                    return false
                }
            }
        }
        if !isHeld { disjoin(cell, number, from: search.bucket) }
        return false
    }

    /// Best fit over the whole fleet: classes from tight to loose, in each the cells that have it.
    /// - Complexity: O(cells of the type), of which there is one for some thousand nodes.
    @inline(never)
    private func placeElsewhere(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let type = search.type
        let range = Int(types[type].firstCell)..<Int(types[type].firstCell &+ types[type].cellCount)
        var somewhere: UInt64 = 0
        for cell in range { somewhere |= joint(cell, search.bucket) }
        for entry in search.tiers {
            var tier = types[type].tiers[entry] & somewhere
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                for cell in range where joint(cell, search.bucket) >> UInt64(number) & 1 == 1 {
                    if cells[cell].pool >= 0, cells[cell].pool == search.emptyPool { continue }
                    if place(&search, in: cell, class: number, &claimer, &claim) { return true }
                    if search.isHopeless { return false }
                }
            }
        }
        return false
    }

    /// Whether some node would do if it had the watts.
    private func hasRoom(_ search: Search) -> Bool {
        let range = Int(types[search.type].firstCell)..<Int(types[search.type].firstCell &+ types[search.type].cellCount)
        let all = range.reduce(UInt64(0)) { $0 | hints.load(Int(cells[$1].hints)) }
        let powered = range.reduce(UInt64(0)) { $0 | joint($1, search.bucket) }
        return search.tiers.contains { types[search.type].tiers[$0] & all & ~powered != 0 }
    }
}

extension Refusal {
    /// Of the refusals of several node types the one that is nearest to a placement.
    func stronger(_ other: Refusal) -> Refusal { rawValue >= other.rawValue ? self : other }
}
