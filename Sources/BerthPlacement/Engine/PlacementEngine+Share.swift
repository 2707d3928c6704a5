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
                } else if join(&search, &claimer, &claim) {
                    return nil
                }
            }
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// Looks for a board with tenants and room, near home first.
    private func join(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let room = types[search.type].partitions.room(for: search.request.share)
        let home = homeCell(search, claimer)
        if join(&search, room, in: home, &claimer, &claim) { return true }
        let first = Int(types[search.type].firstCell)
        for cell in first..<first &+ Int(types[search.type].cellCount) where cell != home && !search.isHopeless {
            if join(&search, room, in: cell, &claimer, &claim) { return true }
        }
        return false
    }

    /// As for whole devices: nodes whose leaf domains surely have the watts first, then those of which some have less.
    /// - Parameter choice: only these nodes; nil for all.
    func join(
        _ search: inout Search, _ room: PartitionTable.Room, in cell: Int, among choice: NodeSet? = nil, _ claimer: inout Claimer,
        _ claim: inout Claim
    ) -> Bool {
        guard cellHas(search.request.label, cell) else { return false }
        var open = anyRoom(Int(cells[cell].rooms), room.kinds)
        if open == 0 { return false }
        if !room.memories.isEmpty { open &= anyRoom(Int(cells[cell].rooms), room.memories) }
        let bucket = bucket(cell, search)
        var way = BoardSweep(room: room, cell: cell, open: open, bucket: bucket)
        if bucket == search.bucket, bucket < Int(cells[cell].top) {
            way.bucket = bucket &+ 1
            way.tried = hints.load(Int(cells[cell].hints) &+ CellTable.power &+ way.bucket)
            if join(&search, &way, among: choice, &claimer, &claim) { return true }
            (way.bucket, way.isSecond) = (bucket, true)
        }
        if search.isHopeless { return false }
        if join(&search, &way, among: choice, &claimer, &claim) { return true }
        if way.misses > 0 { lowerCeiling(ofCell: cell, bucket) }
        return false
    }

    /// One way through the blocks of a cell that have room, as `Sweep`.
    private struct BoardSweep {
        let room: PartitionTable.Room
        let cell: Int
        let open: UInt64
        var bucket: Int
        var isSecond = false
        var tried: UInt64 = 0
        var misses = 0
    }

    /// What is short is asked for before any node: labels, pools, middle domains, and leaf domains by their bucket.
    private func join(
        _ search: inout Search, _ way: inout BoardSweep, among choice: NodeSet?, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        var open = way.open & hints.load(Int(cells[way.cell].hints) &+ CellTable.power &+ way.bucket)
        while open != 0 {
            let block = Int(cells[way.cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            if !blockHas(search.request.label, block) || search.isEmpty(blocks[block].pool) { continue }
            if poolIsShort(block, &search, claimer) || middleIsShort(block, &search) {
                if search.isHopeless { return false }
                continue
            }
            var able = powered(block, way.bucket) & (choice?.masks[block] ?? ~0)
            if way.isSecond {
                if way.tried >> UInt64(blocks[block].bit) & 1 == 1 { able &= ~powered(block, way.bucket &+ 1) }
                if able != 0, isAboveCeiling(block, way.bucket, search.milliwatts) {
                    way.misses &+= 1
                    continue
                }
            }
            let misses = way.misses
            if able != 0, join(search, &way, block, able, &claimer, &claim) { return true }
            if way.misses > misses { lowerCeiling(ofBlock: block, way.bucket) }
        }
        return false
    }

    /// Tries the nodes of one block, those with the tightest room first.
    /// - Parameter able: those that may have the watts.
    private func join(
        _ search: Search, _ way: inout BoardSweep, _ block: Int, _ able: UInt64, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let base = Int(blocks[block].rooms)
        var able = way.room.memories.isEmpty ? able : able & anyRoom(base, way.room.memories)
        for kind in way.room.kinds {
            var slots = hints.load(base &+ kind) & able
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch join(node, search, way.room.bits(kind), &claimer, &claim) {
                case .placed: return true
                case .leafEmpty:
                    let leaf = DeviceWord(bits: nodes.load(node &* 2)).leaf
                    able &= ~nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf]
                    slots &= able
                    if lowerLeaf(block, leaf, below: way.bucket) { way.misses &+= 1 }
                case .middleEmpty, .poolEmpty, .siteEmpty: return false
                case .stale, .short: continue
                }
            }
        }
        return false
    }

    /// Claims on a board that has tenants: watts of the cores, then cores and memory, then the part of the board; in reverse where one is
    /// refused.
    /// - Parameter asked: the hints that led here.
    private func join(_ node: Int, _ search: Search, _ asked: UInt64, _ claimer: inout Claimer, _ claim: inout Claim) -> Trial {
        let (request, type) = (search.request, search.type)
        let seen = DeviceWord(bits: nodes.load(node &* 2))
        guard seen.label == request.label else { return .short }
        // One word is asked before those of all its boards.
        guard leafHas(search.milliwatts, node, seen.leaf) else { return .leafEmpty }
        // A node that does not admit has no room either.
        guard seen.isAdmitting, let board = fullestBoard(of: node, for: request.share, type) else {
            withdraw(asked, of: node, type)
            return .stale
        }
        return join(node, board, seen, search, &claimer, &claim)
    }

    /// As above, on one board.
    /// - Parameter seen: the node's word, of the request's label.
    @inline(__always)
    func join(
        _ node: Int, _ board: Int, _ seen: DeviceWord, _ search: Search, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Trial {
        let (request, type) = (search.request, search.type)
        let refused = takeWatts(search.milliwatts, node, seen.leaf, claimer.number)
        if refused != .placed { return refused }
        guard let beside = takeBeside(node, request, 1 << UInt16(board), type) else {
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            return .short
        }
        guard let claimed = enter(board, of: node, for: request.share, type) else {
            giveBeside(node, beside)
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            claimer.conflicts &+= 1
            return .short
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
        if DeviceWord(bits: nodes.load(node &* 2)).admits(request.label) { return .placed }
        leave(claim, &claimer)
        return .short
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
    }
}
