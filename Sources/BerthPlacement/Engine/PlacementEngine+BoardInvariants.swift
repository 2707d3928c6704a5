import BerthModel

/// The invariants of shared boards: see `faults(holding:)`.
extension PlacementEngine {
    struct BoardKey: Hashable {
        var node: UInt32
        var number: Int
    }

    func fleetType(_ node: EngineFleet.Node) -> EngineFleet.NodeType { layout.fleet.types[node.type] }

    /// The claims of parts of boards, by board.
    func boards(of claims: [Claim]) -> [BoardKey: [Claim]] {
        Dictionary(grouping: claims.lazy.filter { !$0.share.isNone }) {
            BoardKey(node: $0.node, number: $0.devices.trailingZeroBitCount)
        }
    }

    /// A board is what its claims add up to, by the rules of the kind and not by the engine's tables.
    func boardFaults(_ key: BoardKey, _ claims: [Claim]) -> [String] {
        let type = fleetType(layout.fleet.nodes[position(of: key.node)])
        let word = board(key.number, of: Int(key.node), Int(blocks[blockOf(Int(key.node))].type))
        let name = "board \(key.number) of node \(key.node)"
        let instances = claims.filter { $0.share.profile != nil }
        guard instances.isEmpty || instances.count == claims.count else { return ["(1) \(name) is shared in two ways"] }
        if instances.isEmpty {
            let time = claims.reduce(0) { $0 + $1.share.thousandths }
            let mebibytes = claims.reduce(0) { $0 + $1.share.mebibytes }
            guard time <= BoardWord.whole, mebibytes <= type.boardMebibytes else { return ["(1) \(name) is given away more than once"] }
            return word.thousandths == time && word.mebibytes == mebibytes ? [] : ["(1) \(name) is not its claims"]
        }
        // In any order the same sum: legal when each instance begins where it may and no two overlap.
        var occupancy = MIGOccupancy()
        for claim in instances {
            guard let profile = claim.share.profile, let next = occupancy.adding(type.migProfiles[profile], at: claim.share.start) else {
                return ["(1) the instances of \(name) overlap, or begin where they may not"]
            }
            occupancy = next
        }
        let isSame =
            word.memory == occupancy.memory && word.compute == occupancy.compute && word.hasMedia == occupancy.hasMediaEngines
        return isSame ? [] : ["(1) \(name) is not its claims"]
    }

    /// No board with tenants is one whose device is free, and no room is lost from the index.
    func roomFaults() -> [String] {
        var faults: [String] = []
        for (position, number) in numbers.enumerated() where fleetType(layout.fleet.nodes[position]).sharesBoards {
            let (node, type) = (Int(number), layout.fleet.nodes[position].type)
            let block = blocks[blockOf(node)]
            let free = DeviceWord(bits: nodes.load(node * 2)).free
            for number in 0..<Int(types[type].width)
            where board(number, of: node, type).mode != .closed && free >> UInt16(number) & 1 == 1 {
                faults.append("(1) board \(number) of node \(position) has tenants and is free")
            }
            let rooms = roomsNow(of: node, type)
            for room in 0..<PartitionTable.rooms where rooms >> UInt64(room) & 1 == 1 {
                let inBlock = hints.load(Int(block.rooms) + room) & nodeBit(node) != 0
                let inCell = hints.load(Int(cells[Int(block.cell)].rooms) + room) >> UInt64(block.bit) & 1 == 1
                if !inBlock || !inCell { faults.append("room \(room) of node \(position) is lost from the index") }
            }
        }
        return faults
    }
}
