extension PlacementEngine {
    /// Places all members of a gang, or none.
    ///
    /// Optimistic: members are claimed one by one where the index says that they fit best, and what was claimed is given back when they
    /// do not all fit. Each member is a claim like any other, so that the watts of a half-claimed gang count (invariant 2), and a claimer
    /// that is stopped half-way holds back nobody from anything but what it has taken.
    ///
    /// Each gang shows a ticket while it claims. One that fails beside another's tries again, a bounded number of times: the one with the
    /// oldest ticket keeps what it has and asks for the rest, all others give back first. So two that hold half of the last room each do
    /// not both fail: the older gets it.
    /// - Parameters:
    ///   - isTogether: all in one link domain (NVLink, NeuronLink); else in as few leaf domains (racks) as it can.
    ///   - claims: the receipts, one for each member; as it was when the gang is refused. Reserve its capacity where nothing may be
    ///   allocated.
    /// - Returns: nil when all were placed; else why not, and nothing is held.
    /// - Complexity: O(blocks of the kind) to choose, O(members) to claim.
    package func claim(
        gangOf members: Int, _ request: ClaimRequest, together isTogether: Bool = false, by claimer: inout Claimer,
        into claims: inout [Claim]
    ) -> Refusal? {
        let first = claims.count
        let ticket = gangs.begin(claimer.number)
        defer { gangs.end(claimer.number) }
        var attempt = 0
        while true {
            let endings = gangs.endings
            let refusal =
                isTogether
                ? place(togetherAll: members, request, &claimer, &claims)
                : place(gangOf: members, request, &claimer, &claims, first)
            guard let refusal else { return nil }
            attempt &+= 1
            if attempt == GangTickets.attemptsMax || !gangs.hasMet(others: claimer.number, since: endings) {
                giveBack(&claims, to: first, &claimer)
                return refusal
            }
            if !gangs.isOldest(ticket) { giveBack(&claims, to: first, &claimer) }
        }
    }

    private func giveBack(_ claims: inout [Claim], to count: Int, _ claimer: inout Claimer) {
        while claims.count > count { release(claims.removeLast(), by: &claimer) }
    }

    /// Claims what is missing of a gang.
    /// - Returns: nil when nothing is missing any more; what was claimed stays in `claims` in any case.
    private func place(
        gangOf members: Int, _ request: ClaimRequest, _ claimer: inout Claimer, _ claims: inout [Claim], _ first: Int
    ) -> Refusal? {
        let kind = Int(request.kind) &+ 1
        if request.share.isNone {
            for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) where claims.count &- first < members {
                guard let search = search(request, on: Int(typeOrder[entry])) else { continue }
                while claims.count &- first < members {
                    let (missing, before) = (members &- (claims.count &- first), claims.count)
                    guard let row = bestRow(for: missing, search, claimer) else { break }
                    take(missing, in: row, search, &claimer, &claims)
                    if claims.count == before { break }
                }
            }
        }
        // What rows do not show (racks that others empty meanwhile, parts of boards) a member finds by itself.
        var claim = Claim()
        while claims.count &- first < members {
            if let refusal = self.claim(request, by: &claimer, into: &claim) { return refusal }
            claims.append(claim)
        }
        return nil
    }

    /// A request on one type; nil where it cannot be there.
    func search(_ request: ClaimRequest, on type: Int) -> Search? {
        let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
        return tiers.isEmpty || types[type].cellCount == 0 ? nil : Search(request, type, tiers, self)
    }

    /// The row (the blocks below one middle domain) that holds so many members in the fewest racks; the one that holds most of them when
    /// none holds them all.
    private func bestRow(for members: Int, _ search: Search, _ claimer: Claimer) -> RackRow? {
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
                    addRacks(of: block, to: &row, search)
                    block &+= 1
                }
                row.blocks = row.blocks.lowerBound..<block
                guard row.isBetter(than: best, for: members) else { continue }
                if row.isIdeal(for: members) { return row }
                best = row
            }
        }
        return best
    }

    /// The nodes of a block that are of one of a search's classes and whose leaf has the watts of one member.
    func eligible(_ block: Int, _ search: Search) -> UInt64 {
        var eligible: UInt64 = 0
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                eligible |= hints.load(Int(blocks[block].hints) &+ tier.trailingZeroBitCount)
                tier &= tier &- 1
            }
        }
        return eligible & powered(block, search.bucket)
    }

    /// How many of some nodes of a block a leaf domain has the watts for, one member on each.
    func held(_ nodes: UInt64, below leaf: Int, _ search: Search) -> Int {
        let watts = Int64(bitPattern: headrooms.load(Int(leavesOfBlocks[leaf])))
        return max(0, min(nodes.nonzeroBitCount, Int(watts / max(1, search.milliwatts))))
    }

    /// Counts the members that each rack of a block holds, one on each node.
    private func addRacks(of block: Int, to row: inout RackRow, _ search: Search) {
        let eligible = blockHas(search.request.label, block) ? eligible(block, search) : 0
        if eligible == 0 { return }
        if blocks[block].leafCount == 0 { return row.add(eligible.nonzeroBitCount) }
        for leaf in Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount) {
            let nodes = eligible & nodesOfLeaves[leaf]
            if nodes != 0 { row.add(held(nodes, below: leaf, search)) }
        }
    }

    /// Claims members in a row, the fullest racks first.
    private func take(_ members: Int, in row: RackRow, _ search: Search, _ claimer: inout Claimer, _ claims: inout [Claim]) {
        let end = claims.count &+ members
        var size = row.largestRack
        while size > 0, claims.count < end {
            for block in row.blocks where claims.count < end {
                let eligible = eligible(block, search)
                if blocks[block].leafCount == 0 {
                    take(eligible, of: block, search, until: end, &claimer, &claims)
                    continue
                }
                for leaf in Int(blocks[block].firstLeaf)..<Int(blocks[block].firstLeaf &+ blocks[block].leafCount)
                where claims.count < end {
                    let nodes = eligible & nodesOfLeaves[leaf]
                    if nodes == 0 || min(held(nodes, below: leaf, search), RackRow.rackMax) != size { continue }
                    take(nodes, of: block, search, until: end, &claimer, &claims)
                }
            }
            size &-= 1
        }
    }

    /// Claims one member on each of some nodes of a block, tightest class first.
    private func take(
        _ nodes: UInt64, of block: Int, _ search: Search, until end: Int, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) {
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                var slots = hints.load(Int(blocks[block].hints) &+ number) & nodes
                while slots != 0, claims.count < end {
                    _ = takeMember(block << 6 | slots.trailingZeroBitCount, class: number, search, &claimer, &claims)
                    slots &= slots &- 1
                }
            }
        }
    }

    /// Claims one member on one node, its agency's charge included.
    func takeMember(
        _ node: Int, class number: Int, _ search: Search, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Bool {
        let (agency, charge) = (Int(search.request.agency), search.request.agencyCharge)
        guard agencies.take(agency, charge, claimer.number) < 0 else { return false }
        var claim = Claim()
        claimer.probes &+= 1
        if case .placed = tryNode(node, search, class: number, &claimer, &claim) {
            claims.append(claim)
            return true
        }
        agencies.give(agency, charge, claimer.number)
        return false
    }
}
