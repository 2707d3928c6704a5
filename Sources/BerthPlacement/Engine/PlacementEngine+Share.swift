/// Boards that several claims share: MIG instances, and shares of time and memory.
extension PlacementEngine {
    /// Places a part of a board: on a board that has tenants already, wherever there is one with room, for its watts are reserved and its
    /// device is broken; else on a board that nobody has.
    @inline(never)
    func claimShare(_ request: ClaimRequest, by claimer: inout Claimer, into claim: inout Claim) -> Refusal? {
        let charge = request.agencyCharge
        guard agencies.take(Int(request.agency), charge, claimer.number) < 0 else { return .quota }
        claimer.turn &+= 1
        let kind = Int(request.kind) &+ 1
        let entries = Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1])
        var refusal = Refusal.neverFits
        for isOpening in [false, true] {
            for entry in entries {
                let type = Int(typeOrder[entry])
                guard types[type].cellCount > 0, types[type].partitions.serves(request.share) else { continue }
                var search = Search(request, type, Int(types[type].tierStarts[1])..<Int(types[type].tierStarts[2]), self)
                if isOpening {
                    search.add(types[type].partitions.boardMilliwatts)
                    if place(&search, &claimer, &claim) { return nil }
                    refusal = refusal.stronger(self.refusal(of: search))
                } else if join(search, &claimer, &claim) {
                    return nil
                }
            }
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// Looks for a board with tenants and room, near home first.
    private func join(_ search: Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let room = types[search.type].partitions.room(for: search.request.share)
        let home = homeCell(search, claimer)
        if join(search, room, in: home, &claimer, &claim) { return true }
        let first = Int(types[search.type].firstCell)
        for cell in first..<first &+ Int(types[search.type].cellCount) where cell != home {
            if join(search, room, in: cell, &claimer, &claim) { return true }
        }
        return false
    }

    /// - Parameter choice: only these nodes; nil for all.
    func join(
        _ search: Search, _ room: Int, in cell: Int, among choice: NodeSet? = nil, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        guard cellHas(search.request.label, cell) else { return false }
        var open = hints.load(Int(cells[cell].rooms) &+ room)
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            if !blockHas(search.request.label, block) { continue }
            var slots = hints.load(Int(blocks[block].rooms) &+ room) & (choice?.masks[block] ?? ~0)
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                if join(node, search, room, &claimer, &claim) { return true }
            }
        }
        return false
    }

    /// Claims on a board that has tenants: watts of the cores, then cores and memory, then the part of the board; in reverse where one is
    /// refused.
    private func join(_ node: Int, _ search: Search, _ room: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let (request, type) = (search.request, search.type)
        let seen = DeviceWord(bits: nodes.load(node &* 2))
        guard seen.label == request.label else { return false }
        // Two words are asked before those of all its boards.
        guard haveWatts(search.milliwatts, node, seen.leaf) else { return false }
        // A node that does not admit has no room either.
        guard seen.isAdmitting, let board = fullestBoard(of: node, for: request.share, type) else {
            withdrawRoom(room, of: node, type)
            return false
        }
        guard takeWatts(search.milliwatts, node, seen.leaf, claimer.number) == .placed else { return false }
        guard let beside = takeBeside(node, request, 1 << UInt16(board), type) else {
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            return false
        }
        guard let claimed = enter(board, of: node, for: request.share, type) else {
            giveBeside(node, beside)
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            claimer.conflicts &+= 1
            return false
        }
        claim.node = UInt32(truncatingIfNeeded: node)
        claim.milliwatts = UInt32(truncatingIfNeeded: search.milliwatts)
        claim.devices = 1 << UInt16(board)
        claim.agency = UInt16(truncatingIfNeeded: request.agency)
        claim.charge = UInt16(truncatingIfNeeded: request.charge)
        claim.part = beside.part
        claim.sides = beside.sides.bits
        claim.share = claimed
        // Between the look at the label and the claim the board may have been closed, the label changed and the board opened again with
        // the same tenants: looked at once more, now that the board cannot be closed.
        if DeviceWord(bits: nodes.load(node &* 2)).admits(request.label) { return true }
        leave(claim, &claimer)
        return false
    }

    /// Gives back what a claim of a part of a board took, its agency's charge included.
    @inline(never)
    func releaseShare(_ claim: Claim, _ claimer: inout Claimer) {
        leave(claim, &claimer)
        agencies.give(Int(claim.agency), Int64(claim.charge), claimer.number)
    }

    private func leave(_ claim: Claim, _ claimer: inout Claimer) {
        let node = Int(claim.node)
        let type = Int(blocks[blockOf(node)].type)
        let isClosed = leave(claim.devices.trailingZeroBitCount, of: node, claim.share, type)
        vacate(node, claim)
        var (milliwatts, leaf) = (Int64(claim.milliwatts), DeviceWord(bits: nodes.load(node &* 2)).leaf)
        if isClosed {
            leaf = giveDevices(node, claim.devices, type).leaf
            milliwatts &+= types[type].partitions.boardMilliwatts
        }
        giveWatts(milliwatts, node, leaf, claimer.number)
        if !isClosed { offerRooms(of: node, board: claim.devices.trailingZeroBitCount, type) }
    }
}
