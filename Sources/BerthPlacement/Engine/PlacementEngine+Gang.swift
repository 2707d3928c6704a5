extension PlacementEngine {
    /// Places all members of a gang, or none, in as few leaf domains (racks) as it can.
    ///
    /// Optimistic: members are claimed one by one where the index says that they fit best, and what was claimed is given back when they
    /// do not all fit. Each member is a claim like any other, so that the watts of a half-claimed gang count (invariant 2), and a claimer
    /// that is stopped half-way holds back nobody from anything but what it has taken.
    /// - Parameter claims: the receipts, one for each member; as it was when the gang is refused.
    /// - Returns: nil when all were placed; else why not, and nothing is held.
    /// - Complexity: O(blocks of the type) to choose, O(members) to claim.
    package func claim(
        gangOf members: Int, _ request: ClaimRequest, by claimer: inout Claimer, into claims: inout [Claim]
    ) -> Refusal? {
        let first = claims.count
        var refusal = Refusal.neverFits
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = Int(typeOrder[entry])
            let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
            if tiers.isEmpty || types[type].cellCount == 0 { continue }
            var search = Search(request, type, tiers, self)
            var plan = GangPlan(members)
            choose(&plan, search, from: claimer.number)
            take(&plan, &search, &claimer, &claims, first)
            if claims.count &- first == members { return nil }
            // What the plan missed, others may still have: members that are left go wherever they fit.
            var claim = Claim()
            while claims.count &- first < members {
                guard let refused = self.claim(request, by: &claimer, into: &claim) else {
                    claims.append(claim)
                    continue
                }
                refusal = refusal.stronger(refused)
                break
            }
            if claims.count &- first == members { return nil }
            while claims.count > first { release(claims.removeLast(), by: &claimer) }
        }
        return refusal
    }

    /// Finds the row (the blocks below one middle domain) that holds the gang in the fewest racks; rows that hold a part of it, largest
    /// first, when none holds it all.
    private func choose(_ plan: inout GangPlan, _ search: Search, from claimer: Int) {
        let (firstCell, count) = (Int(types[search.type].firstCell), Int(types[search.type].cellCount))
        let home = Int(types[search.type].homes[claimer].first) &- firstCell
        for turn in 0..<count {
            let cell = firstCell &+ (home &+ turn) % count
            var block = Int(cells[cell].firstBlock)
            let end = block &+ Int(cells[cell].blockCount)
            while block < end {
                let middle = blocks[block].middle
                var row = GangPlan.Row(firstBlock: block)
                while block < end, blocks[block].middle == middle {
                    addRacks(of: block, to: &row, search, plan.members)
                    block &+= 1
                }
                row.endBlock = block
                if plan.consider(row) { return }
            }
        }
    }

    /// Counts the members that each rack of a block holds.
    private func addRacks(of block: Int, to row: inout GangPlan.Row, _ search: Search, _ members: Int) {
        var eligible: UInt64 = 0
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                eligible |= hints.load(Int(blocks[block].hints) &+ tier.trailingZeroBitCount)
                tier &= tier &- 1
            }
        }
        eligible &= powered(block, search.bucket)
        if blocks[block].leafCount == 0 { row.add(eligible.nonzeroBitCount) }
        for leaf in Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount) {
            let nodes = (eligible & nodesOfLeaves[leaf]).nonzeroBitCount
            if nodes == 0 { continue }
            let watts = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))
            row.add(min(nodes, Int(watts / max(1, search.milliwatts))))
        }
    }

    /// Claims members in the rows of a plan, the fullest racks first.
    private func take(_ plan: inout GangPlan, _ search: inout Search, _ claimer: inout Claimer, _ claims: inout [Claim], _ first: Int) {
        for row in plan.rows {
            var size = row.largestRack
            while size > 0, claims.count &- first < plan.members {
                for block in row.firstBlock..<row.endBlock where claims.count &- first < plan.members {
                    takeRacks(of: block, holding: size, plan.members, &search, &claimer, &claims, first)
                }
                size &-= 1
            }
        }
    }

    private func takeRacks(
        of block: Int, holding size: Int, _ members: Int, _ search: inout Search, _ claimer: inout Claimer, _ claims: inout [Claim],
        _ first: Int
    ) {
        let leaves = max(1, Int(blocks[block].leafCount))
        for leaf in 0..<leaves where claims.count &- first < members {
            var mask: UInt64 = ~0
            if blocks[block].leafCount > 0 { mask = nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf] }
            var rack = RackView(engine: self, block: block, mask: mask & powered(block, search.bucket), search: search)
            guard min(rack.count, GangPlan.rackMax) == size || blocks[block].leafCount == 0 else { continue }
            while let node = rack.next(), claims.count &- first < members {
                claimOne(node, &search, &claimer, &claims)
            }
        }
    }

    private func claimOne(_ node: Int, _ search: inout Search, _ claimer: inout Claimer, _ claims: inout [Claim]) {
        let charge = search.request.agencyCharge
        guard agencies.take(Int(search.request.agency), charge, claimer.number) < 0 else { return }
        var claim = Claim()
        claimer.probes &+= 1
        if case .placed = tryNode(node, search, class: classNow(node), &claimer, &claim) {
            claims.append(claim)
        } else {
            agencies.give(Int(search.request.agency), charge, claimer.number)
        }
    }
}

/// The nodes of one rack in one block that a request may fit, tightest class first.
private struct RackView {
    let engine: PlacementEngine
    let block: Int
    let mask: UInt64
    let search: PlacementEngine.Search
    private var rest: UInt64 = 0
    private var entry: Int
    private var tier: UInt64

    init(engine: PlacementEngine, block: Int, mask: UInt64, search: PlacementEngine.Search) {
        self.engine = engine
        self.block = block
        self.mask = mask
        self.search = search
        entry = search.tiers.lowerBound
        tier = engine.types[search.type].tiers[entry]
    }

    var count: Int {
        var sum = 0
        for entry in search.tiers {
            var tier = engine.types[search.type].tiers[entry]
            while tier != 0 {
                sum &+= (engine.hints.load(Int(engine.blocks[block].hints) &+ tier.trailingZeroBitCount) & mask).nonzeroBitCount
                tier &= tier &- 1
            }
        }
        return sum
    }

    mutating func next() -> Int? {
        while rest == 0 {
            while tier == 0 {
                entry &+= 1
                guard entry < search.tiers.upperBound else { return nil }
                tier = engine.types[search.type].tiers[entry]
            }
            rest = engine.hints.load(Int(engine.blocks[block].hints) &+ tier.trailingZeroBitCount) & mask
            tier &= tier &- 1
        }
        let node = block << 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        return node
    }
}
