import BerthModel

/// What is free on one node, by its position in the fleet: each word as it was at some instant of the call.
extension PlacementEngine {
    private func number(_ position: Int) -> Int { Int(numbers[position]) }
    private func side(_ position: Int) -> SideWord { SideWord(bits: nodes.load(number(position) * 2 + 1)) }

    package func isAdmitting(_ position: Int) -> Bool { DeviceWord(bits: nodes.load(number(position) * 2)).isAdmitting }
    /// The label that owns the host, 0 for none.
    package func label(_ position: Int) -> UInt8 { DeviceWord(bits: nodes.load(number(position) * 2)).label }
    package func freeDevices(_ position: Int) -> UInt16 { DeviceWord(bits: nodes.load(number(position) * 2)).free }
    /// Of both NUMA nodes.
    package func freeCores(_ position: Int) -> Int { side(position).cores(0) + side(position).cores(1) }
    package func freeMebibytes(_ position: Int) -> Int { side(position).mebibytes(0) + side(position).mebibytes(1) }
    package func freeMebibytes(_ position: Int, on numaNode: Int) -> Int { side(position).mebibytes(numaNode) }

    /// How many parts of cores of this size fit.
    package func freeParts(of eighths: Int, _ position: Int) -> Int {
        (0..<SideWord.numaNodesMax).reduce(freeCores(position) * (CoreWord.whole / eighths)) { sum, numaNode in
            coresNow(number(position), numaNode).reduce(sum) { $0 + $1.sharedParts(of: eighths) }
        }
    }

    /// How many parts of boards of this size fit, on boards with tenants and on free ones.
    package func freeShares(_ share: BoardShare, _ position: Int) -> Int {
        let node = number(position)
        let type = Int(blocks[blockOf(node)].type)
        let partitions = types[type].partitions
        guard partitions.serves(share) else { return 0 }
        let free = freeDevices(position)
        return (0..<Int(types[type].width)).reduce(0) { sum, number in
            var board = self.board(number, of: node, type)
            guard board.mode != .closed || free >> UInt16(number) & 1 == 1 else { return sum }
            var count = 0
            while let tenant = partitions.tenant(share, on: board) {
                board = board.adding(tenant.part, as: share.profile == nil ? .thousandths : .instances)
                count += 1
            }
            return sum + count
        }
    }

    /// Boards with tenants.
    func sharedBoards(_ position: Int) -> Int {
        let node = number(position)
        let type = Int(blocks[blockOf(node)].type)
        guard blocks[blockOf(node)].boards >= 0 else { return 0 }
        return (0..<Int(types[type].width)).count { board($0, of: node, type).mode != .closed }
    }

    /// Whether these claims of parts of one board are all that it has.
    func isBoard(of claims: [Claim]) -> Bool {
        guard let claim = claims.first else { return false }
        let (node, type) = (Int(claim.node), Int(blocks[blockOf(Int(claim.node))].type))
        let word = board(claim.devices.trailingZeroBitCount, of: node, type)
        guard word.mode != .closed else { return false }
        return claims.reduce(word) { $0.removing(types[type].partitions.part(of: $1.share)) }.mode == .closed
    }

    /// What the board of a claim of a part reserves for all its tenants.
    func boardMilliwatts(of claim: Claim) -> Int64 { types[Int(blocks[blockOf(Int(claim.node))].type)].partitions.boardMilliwatts }

    /// Whether a board with tenants has the slices for an instance, though not where one may begin.
    func hasScatteredRoom(for share: BoardShare, _ position: Int) -> Bool {
        let node = number(position)
        let type = Int(blocks[blockOf(node)].type)
        let partitions = types[type].partitions
        guard let profile = share.profile, profile < partitions.entries.count else { return false }
        return (0..<Int(types[type].width)).contains { number in
            let board = self.board(number, of: node, type)
            let entry = partitions.entries[profile]
            return board.mode == .instances && board.memory.nonzeroBitCount + Int(entry.memorySlices) <= MIGOccupancy.memorySlices
                && board.compute + Int(entry.compute) <= MIGOccupancy.computeSlices
        }
    }

    /// What is left in a power domain, in milliwatts, of an engine whose credits are settled.
    func settledHeadroom(_ domain: Int) -> Int64 { Int64(bitPattern: headrooms.load(wordOfDomain[domain])) }
}
