/// The words of shared boards, and the hints that lead to them: see `BoardWord`.
///
/// The index knows for each kind of room (`PartitionTable.rooms`) the nodes that have a board with tenants and that room. As with watts,
/// whoever takes room clears nothing; a search that finds a hint wrong clears it and looks again; whoever makes room sets it afterwards.
extension PlacementEngine {
    // MARK: Words

    @inline(__always)
    private func boardWord(_ board: Int, of node: Int, _ type: Int) -> Int {
        Int(blocks[blockOf(node)].boards) &+ (node & 63) &* Int(types[type].boardWords) &+ board >> 1
    }

    private static func half(_ board: Int, of word: UInt64) -> BoardWord {
        BoardWord(bits: UInt32(truncatingIfNeeded: word >> UInt64((board & 1) &* 32)))
    }

    private static func replacing(_ board: Int, of word: UInt64, by half: BoardWord) -> UInt64 {
        let shift = UInt64((board & 1) &* 32)
        return word & ~(0xFFFF_FFFF << shift) | UInt64(half.bits) << shift
    }

    func board(_ board: Int, of node: Int, _ type: Int) -> BoardWord {
        PlacementEngine.half(board, of: boards.load(boardWord(board, of: node, type)))
    }

    /// Of the boards with tenants on which a share fits the fullest.
    func fullestBoard(of node: Int, for share: BoardShare, _ type: Int) -> Int? {
        let first = boardWord(0, of: node, type)
        var best: (board: Int, fullness: Int)?
        for offset in 0..<Int(types[type].boardWords) {
            let word = boards.load(first &+ offset)
            if word == 0 { continue }
            for board in 0..<2 {
                let half = PlacementEngine.half(board, of: word)
                guard half.mode != .closed, types[type].partitions.tenant(share, on: half) != nil else { continue }
                let fullness = types[type].partitions.fullness(half)
                if fullness > best?.fullness ?? -1 { best = (offset &* 2 &+ board, fullness) }
            }
        }
        return best?.board
    }

    /// Puts the first tenant on a board whose device this thread has taken.
    func open(_ board: Int, of node: Int, for part: BoardWord, _ share: BoardShare, _ type: Int) {
        let word = boardWord(board, of: node, type)
        var seen = boards.load(word)
        while true {
            let half = PlacementEngine.half(board, of: seen)
            precondition(half.mode == .closed, "(1) board \(board) has tenants, and its device was free")
            let next = half.adding(part, as: share.profile == nil ? .thousandths : .instances)
            if boards.exchange(word, &seen, PlacementEngine.replacing(board, of: seen, by: next)) { break }
        }
        offerRooms(of: node, board: board, type)
    }

    /// - Returns: what was claimed; nil when the board has been closed or filled meanwhile.
    func enter(_ board: Int, of node: Int, for share: BoardShare, _ type: Int) -> BoardShare? {
        let word = boardWord(board, of: node, type)
        var seen = boards.load(word)
        while true {
            let half = PlacementEngine.half(board, of: seen)
            guard half.mode != .closed, let tenant = types[type].partitions.tenant(share, on: half) else { return nil }
            let next = half.adding(tenant.part, as: half.mode)
            if boards.exchange(word, &seen, PlacementEngine.replacing(board, of: seen, by: next)) {
                refile(board, of: node, from: half, to: next, type)
                return tenant.claimed
            }
        }
    }

    /// Takes this part of a board that has tenants.
    func enter(_ board: Int, of node: Int, exactly share: BoardShare, _ type: Int) -> Bool {
        let word = boardWord(board, of: node, type)
        let part = types[type].partitions.part(of: share)
        var seen = boards.load(word)
        while true {
            let half = PlacementEngine.half(board, of: seen)
            guard types[type].partitions.fits(share, beside: half) else { return false }
            let next = half.adding(part, as: half.mode)
            if boards.exchange(word, &seen, PlacementEngine.replacing(board, of: seen, by: next)) {
                refile(board, of: node, from: half, to: next, type)
                return true
            }
        }
    }

    /// - Returns: whether it was the last tenant: then the device is this thread's to give back.
    func leave(_ board: Int, of node: Int, _ share: BoardShare, _ type: Int) -> Bool {
        let word = boardWord(board, of: node, type)
        let part = types[type].partitions.part(of: share)
        var seen = boards.load(word)
        while true {
            let half = PlacementEngine.half(board, of: seen)
            precondition(half.holds(part), "(1) a part of board \(board) is given back that nobody holds")
            let next = half.removing(part)
            if boards.exchange(word, &seen, PlacementEngine.replacing(board, of: seen, by: next)) {
                refile(board, of: node, from: half, to: next, type)
                return next.mode == .closed
            }
        }
    }

    /// Forgets all tenants; on a copy that nobody else uses.
    func clearBoards(of node: Int) {
        let block = blocks[blockOf(node)]
        guard block.boards >= 0 else { return }
        let count = Int(types[Int(block.type)].boardWords)
        for word in 0..<count { _ = boards.swap(Int(block.boards) + (node & 63) * count + word, 0) }
    }

    // MARK: Hints

    /// All kinds of room that the boards with tenants of a node have, a bit each; none while it does not admit.
    func roomsNow(of node: Int, _ type: Int) -> UInt64 {
        guard DeviceWord(bits: nodes.load(node &* 2)).isAdmitting else { return 0 }
        let first = boardWord(0, of: node, type)
        var rooms: UInt64 = 0
        for offset in 0..<Int(types[type].boardWords) {
            let word = boards.load(first &+ offset)
            // Nearly all boards of a fleet have no tenants.
            if word == 0 { continue }
            rooms |= types[type].partitions.rooms(of: PlacementEngine.half(0, of: word))
            rooms |= types[type].partitions.rooms(of: PlacementEngine.half(1, of: word))
        }
        return rooms
    }

    /// After this thread changed the tenants of a board.
    private func refile(_ board: Int, of node: Int, from old: BoardWord, to new: BoardWord, _ type: Int) {
        let (before, after) = (types[type].partitions.rooms(of: old), types[type].partitions.rooms(of: new))
        if before == after { return }
        offerRooms(of: node, board: board, type)
        if before & ~after != 0 { withdraw(before & ~after, of: node, type) }
    }

    /// After one board of a node was given room, or its first tenant. Of a node that does not admit none is offered: that is done when it
    /// does again.
    func offerRooms(of node: Int, board number: Int, _ type: Int) {
        let rooms = types[type].partitions.rooms(of: board(number, of: node, type))
        if DeviceWord(bits: nodes.load(node &* 2)).isAdmitting { offer(rooms, of: node) }
    }

    /// After a node began to admit.
    func offerRooms(of node: Int, _ type: Int) { offer(roomsNow(of: node, type), of: node) }

    private func offer(_ rooms: UInt64, of node: Int) {
        let block = blockOf(node)
        let (inBlock, inCell) = (Int(blocks[block].rooms), Int(cells[Int(blocks[block].cell)].rooms))
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        var rest = rooms
        while rest != 0 {
            let room = rest.trailingZeroBitCount
            rest &= rest &- 1
            if hints.load(inBlock &+ room) & nodeBit(node) == 0 { _ = hints.set(inBlock &+ room, nodeBit(node)) }
            if hints.load(inCell &+ room) & bit == 0 { _ = hints.set(inCell &+ room, bit) }
        }
    }

    /// A search did not find on a node what these hints say. Those that are right stay: a board may be in the step of what was asked and
    /// have a little less.
    func withdraw(_ asked: UInt64, of node: Int, _ type: Int) {
        let block = blockOf(node)
        let (inBlock, inCell) = (Int(blocks[block].rooms), Int(cells[Int(blocks[block].cell)].rooms))
        let bit: UInt64 = 1 << UInt64(blocks[block].bit)
        var rest = asked & ~roomsNow(of: node, type)
        while rest != 0 {
            let room = rest.trailingZeroBitCount
            rest &= rest &- 1
            if hints.load(inBlock &+ room) & nodeBit(node) == 0 { continue }
            _ = hints.clear(inBlock &+ room, nodeBit(node))
            if roomsNow(of: node, type) >> UInt64(room) & 1 == 1 {
                offer(1 << UInt64(room), of: node)
            } else if hints.load(inBlock &+ room) == 0 {
                _ = hints.clear(inCell &+ room, bit)
                if hints.load(inBlock &+ room) != 0 { _ = hints.set(inCell &+ room, bit) }
            }
        }
    }

    /// What is hinted at in any of some words.
    @inline(__always)
    func anyRoom(_ base: Int, _ rooms: Range<Int>) -> UInt64 {
        var found: UInt64 = 0
        for room in rooms { found |= hints.load(base &+ room) }
        return found
    }
}
