package import BerthModel

/// What the chooser knows of the nodes.
extension Chooser {
    /// Looks again at the nodes of members: they were placed, ended, or are held again.
    package mutating func changed(_ members: [MemberPlacement], on core: PlacementCore) {
        for member in members { if let host = core.layout.host(of: member) { changed(host, core) } }
    }

    /// Looks again at a node: it was drained, or admits jobs again.
    package mutating func changed(_ node: NodeIndex, on core: PlacementCore) { changed(node.value, core) }

    private mutating func changed(_ host: Int, _ core: PlacementCore) {
        for position in core.layout.positions(of: host) { look(position, core.engine) }
    }

    /// Looks again at the node of a claim.
    mutating func changed(_ claim: Claim, _ engine: PlacementEngine) {
        let mates = layout.mates[engine.position(of: claim.node)]
        if mates.count == 1 { return look(Int(mates.first), engine) }
        for position in mates.positions { look(position, engine) }
    }

    /// Whether the host of a claim is one node of the engine.
    func isAlone(_ claim: Claim, _ engine: PlacementEngine) -> Bool { layout.mates[engine.position(of: claim.node)].count == 1 }

    /// Looks at a node of the engine.
    mutating func look(_ position: Int, _ engine: PlacementEngine) {
        let place = Int(layout.places[position])
        let before = seats[place]
        let block = place / SeatLayout.blockSize
        let kind = layout.kinds[Int(layout.kindOfBlock[block])]
        var seat = engine.seat(position)
        seat.kind = layout.kindOfBlock[block]
        seats[place] = seat
        let window = Int(layout.windowOfBlock[block])
        let gpu = Float(seat.gpuMilli - before.gpuMilli)
        if kind.group >= 0 { supply[window * layout.groupCount + Int(kind.group)] += gpu }
        freeGPU += gpu
        if !kind.isMirror {
            freeCores[window] += Float(seat.cores - before.cores)
            freeCoresTotal += Float(seat.cores - before.cores)
        }
        losses[place] = tables[tableOfKind[Int(seat.kind)]].loss(seat, largest: kind.largest(seat.free, Int(seat.whole)))
        if moment == .max { forgetGains() }
        moment += 1
        stamps[place] = moment
        blockStamps[block] = moment
        if seat.exceeds(before) { rises[window] &+= 1 }
    }

    /// Scores all nodes again when the next need comes: no choice changes by it.
    mutating func forgetGains() {
        caches = []
        owners = []
        cacheOf = [Int32](repeating: -1, count: demand.needs.count * layout.windowCount)
        moment = 1
        for place in stamps.indices { stamps[place] = moment }
        for block in blockStamps.indices { blockStamps[block] = moment }
    }
}

extension SeatKind {
    /// The largest legal set of free devices.
    @inline(__always) func largest(_ free: UInt16, _ count: Int) -> Int { isFree ? count : Int(largest[Int(free)]) }
}

extension PlacementEngine {
    /// What is free on a node, for the chooser; nothing on one that does not admit.
    func seat(_ position: Int) -> Seat {
        let node = Int(numbers[position])
        let block = blocks[blockOf(node)]
        let word = DeviceWord(bits: nodes.load(node &* 2))
        var seat = Seat()
        guard word.isAdmitting else { return seat }
        let side = SideWord(bits: nodes.load(node &* 2 &+ 1))
        seat.cores = Int32(side.cores(0) &+ side.cores(1))
        seat.mebibytes = Int32(side.mebibytes(0) &+ side.mebibytes(1))
        seat.free = word.free
        seat.whole = Int16(word.free.nonzeroBitCount)
        guard block.boards >= 0 else { return seat }
        let type = Int(block.type)
        for board in 0..<Int(types[type].width) where word.free >> UInt16(board) & 1 == 0 {
            let half = self.board(board, of: node, type)
            guard half.mode == .thousandths else { continue }
            let total = max(1, types[type].partitions.boardMebibytes)
            let memory = (total &- half.mebibytes) &* BoardWord.whole / total
            let free = min(BoardWord.whole &- half.thousandths, memory)
            guard free > 0 else { continue }
            seat.boards[board] = Int16(free)
            seat.open |= 1 << UInt16(board)
            seat.partial &+= Int32(free)
        }
        return seat
    }
}
