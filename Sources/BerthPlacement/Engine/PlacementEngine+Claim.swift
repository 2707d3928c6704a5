extension PlacementEngine {
    /// Places one member on the best node that fits and takes everything that it needs there.
    ///
    /// It looks first in a cell of the claimer's own, then in all cells of the kind from the tightest class to the loosest, so that
    /// nothing that fits is refused.
    /// - Returns: nil when it was placed, and then `claim` is the receipt; else why not, and nothing is held.
    /// - Complexity: independent of the number of nodes as long as hints are right; a wrong one is corrected by who meets it.
    package func claim(_ request: ClaimRequest, by claimer: inout Claimer, into claim: inout Claim) -> Refusal? {
        let charge = request.agencyCharge
        guard agencies.take(Int(request.agency), charge, claimer.number) else { return .quota }
        claimer.turn &+= 1
        var refusal = Refusal.neverFits
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = types[Int(typeOrder[entry])]
            guard type.tierStarts[Int(request.count)] != type.tierStarts[Int(request.count) &+ 1] else { continue }
            var search = Search(request, type, claimer)
            if search.home >= 0, place(&search, in: cells[search.home], classes: ~0, &claimer, &claim) { return nil }
            claimer.strayed &+= 1
            if placeElsewhere(&search, &claimer, &claim) { return nil }
            refusal = refusal.stronger(search.lacksWatts ? .power : .room)
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// One request on one node type: what stays the same from node to node.
    struct Search {
        let request: ClaimRequest
        let type: TypeTable
        let milliwatts: Int64
        let bucket: Int
        /// A cell of the claimer's share of the type's; -1 when there is none.
        let home: Int
        /// A pool that refused: its blocks are not tried again.
        var emptyPool: Int32 = -1
        var lacksWatts = false

        @inline(__always)
        init(_ request: ClaimRequest, _ type: TypeTable, _ claimer: Claimer) {
            self.request = request
            self.type = type
            milliwatts = request.milliwatts(perCore: type.perCore)
            bucket = PowerBucket.of(milliwatts)
            home = claimer.home(type)
        }

        @inline(__always) var tiers: Range<Int> {
            Int(type.tierStarts[Int(request.count)])..<Int(type.tierStarts[Int(request.count) &+ 1])
        }
    }

    /// Tries the nodes of one cell, best class first.
    /// - Parameter classes: the classes to try.
    @inline(__always)
    private func place(
        _ search: inout Search, in cell: CellTable, classes: UInt64, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let powered = hints.load(Int(cell.hints) &+ CellTable.power &+ search.bucket)
        let live = hints.load(Int(cell.hints)) & classes
        if powered == 0 {
            search.lacksWatts = true
            return false
        }
        for entry in search.tiers {
            var tier = search.type.tiers[entry] & live
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                let holding = hints.load(Int(cell.hints) &+ CellTable.classes &+ number)
                if holding & ~powered != 0 { search.lacksWatts = true }
                if place(&search, in: cell, holding & powered, class: number, &claimer, &claim) { return true }
            }
        }
        return false
    }

    @inline(__always)
    private func place(
        _ search: inout Search, in cell: CellTable, _ candidates: UInt64, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        var open = candidates
        while open != 0 {
            let bit = open.trailingZeroBitCount
            open &= open &- 1
            let index = Int(cell.firstBlock) &+ bit
            let block = blocks[index]
            if block.pool == search.emptyPool { continue }
            var slots = hints.load(Int(block.hints) &+ number)
            var wattsFailed = false
            while slots != 0 {
                let node = index << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch tryNode(node, search, class: number, &claimer, &claim) {
                case .placed: return true
                case .stale: unfile(node, number, search.type)
                case .short: continue
                case .leafEmpty:
                    wattsFailed = true
                    slots &= ~sameLeaf(node)
                case .middleEmpty:
                    wattsFailed = true
                    slots = 0
                case .poolEmpty:
                    search.emptyPool = block.pool
                    search.lacksWatts = true
                    slots = 0
                }
            }
            if wattsFailed {
                search.lacksWatts = true
                repower(index)
            }
        }
        return false
    }

    /// Bits of the nodes of a block that hang from the same leaf domain as one of them.
    @inline(never)
    private func sameLeaf(_ node: Int) -> UInt64 {
        let leaf = PlaceWord(bits: nodes.loadRelaxed(node &* 4 &+ 3)).leaf
        var bits: UInt64 = 0
        for slot in node & 63..<64 {
            // Unused slots are zero, and so of no leaf.
            if PlaceWord(bits: nodes.loadRelaxed((node & ~63 | slot) &* 4 &+ 3)).leaf == leaf { bits |= 1 << UInt64(slot) } else { break }
        }
        return bits
    }

    /// Best fit over the whole fleet: classes from tight to loose, in each the cells that the summary names.
    @inline(never)
    private func placeElsewhere(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let type = search.type
        for word in 0..<Int(type.summaryWords) {
            let powered = poweredCells(search, word)
            if powered == 0 {
                search.lacksWatts = true
                continue
            }
            for entry in search.tiers {
                var tier = type.tiers[entry]
                while tier != 0 {
                    let number = tier.trailingZeroBitCount
                    tier &= tier &- 1
                    var named = summaries.load(Int(type.summary) &+ number &* Int(type.summaryWords) &+ word)
                    if named & ~powered != 0 { search.lacksWatts = true }
                    named &= powered
                    while named != 0 {
                        let cell = cells[Int(type.firstCell) &+ word << 6 &+ named.trailingZeroBitCount]
                        named &= named &- 1
                        if hints.load(Int(cell.hints)) >> UInt64(number) & 1 == 0 {
                            unsummarise(cell, number)
                        } else if place(&search, in: cell, classes: 1 << UInt64(number), &claimer, &claim) {
                            return true
                        }
                    }
                }
            }
        }
        return false
    }

    /// Which cells of the type have a block with the watts.
    @inline(__always)
    private func poweredCells(_ search: Search, _ word: Int) -> UInt64 {
        var powered: UInt64 = 0
        let first = Int(search.type.firstCell) &+ word << 6
        for cell in 0..<min(64, Int(search.type.cellCount) &- word << 6) {
            if hints.load(Int(cells[first &+ cell].hints) &+ CellTable.power &+ search.bucket) != 0 { powered |= 1 << UInt64(cell) }
        }
        return powered
    }
}

extension Claimer {
    /// The cell to look in first: each claimer goes round a share of its own, a while in each, so that claimers seldom meet.
    @inline(__always)
    func home(_ type: TypeTable) -> Int {
        let count = Int(type.cellCount)
        guard count > 0 else { return -1 }
        let first = count &* number / claimers
        let own = max(1, count &* (number &+ 1) / claimers &- first)
        return Int(type.firstCell) &+ min(count &- 1, first) &+ (turn >> Claimer.stay) % own
    }

    /// Claims between two changes of the home cell, as a power of two.
    private static let stay = 6
}

extension Refusal {
    /// Of the refusals of several node types the one that is nearest to a placement.
    func stronger(_ other: Refusal) -> Refusal { rawValue >= other.rawValue ? self : other }
}
