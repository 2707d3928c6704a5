/// A choice of the nodes of an engine.
package struct NodeSet: Sendable {
    /// For each block its nodes.
    let masks: [UInt64]

    /// - Parameter positions: in the fleet.
    package init(_ positions: some Sequence<Int>, of engine: PlacementEngine) {
        var masks = [UInt64](repeating: 0, count: engine.blocks.count)
        for position in positions { masks[engine.blockOf(Int(engine.numbers[position]))] |= engine.nodeBit(Int(engine.numbers[position])) }
        self.masks = masks
    }

    package var inverted: NodeSet { NodeSet(masks: masks.map { ~$0 }) }

    private init(masks: [UInt64]) { self.masks = masks }
}

extension PlacementEngine {
    /// Places one member on the best of some nodes: the rest of the fleet is not there for it.
    /// - Returns: false when it fits none of them; nothing is held then.
    /// - Complexity: O(classes + blocks of the kind).
    package func claim(_ request: ClaimRequest, among choice: NodeSet, by claimer: inout Claimer, into claim: inout Claim) -> Bool {
        guard agencies.take(Int(request.agency), request.agencyCharge, claimer.number) < 0 else { return false }
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = Int(typeOrder[entry])
            let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
            if tiers.isEmpty || types[type].cellCount == 0 { continue }
            var search = Search(request, type, tiers, self)
            if !request.share.isNone {
                guard types[type].partitions.serves(request.share) else { continue }
                if join(&search, among: choice, &claimer, &claim) { return true }
                search.add(types[type].partitions.boardMilliwatts)
            }
            if place(search, among: choice, &claimer, &claim) { return true }
        }
        agencies.give(Int(request.agency), request.agencyCharge, claimer.number)
        return false
    }

    private func join(_ search: inout Search, among choice: NodeSet, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let room = types[search.type].partitions.room(for: search.request.share)
        for cell in Int(types[search.type].firstCell)..<Int(types[search.type].firstCell &+ types[search.type].cellCount) {
            if join(&search, room, in: cell, among: choice, &claimer, &claim) { return true }
        }
        return false
    }

    func place(_ search: Search, among choice: NodeSet, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        let cells = Int(types[search.type].firstCell)..<Int(types[search.type].firstCell &+ types[search.type].cellCount)
        for entry in search.tiers {
            var tier = types[search.type].tiers[entry]
            while tier != 0 {
                let number = tier.trailingZeroBitCount
                tier &= tier &- 1
                for cell in cells where place(search, in: cell, class: number, among: choice, &claimer, &claim) { return true }
            }
        }
        return false
    }

    /// Unlike a search of the whole fleet it corrects no hint but those of single nodes: it does not look everywhere.
    private func place(
        _ search: Search, in cell: Int, class number: Int, among choice: NodeSet, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Bool {
        let base = Int(cells[cell].hints)
        var open = hints.load(base &+ CellTable.classes &+ number) & hints.load(base &+ CellTable.power &+ search.bucket)
        while open != 0 {
            let block = Int(cells[cell].firstBlock) &+ open.trailingZeroBitCount
            open &= open &- 1
            var slots = hints.load(Int(blocks[block].hints) &+ number) & powered(block, search.bucket) & choice.masks[block]
            while slots != 0 {
                let node = block << 6 | slots.trailingZeroBitCount
                slots &= slots &- 1
                claimer.probes &+= 1
                switch tryNode(node, search, class: number, &claimer, &claim) {
                case .placed: return true
                case .stale: unfile(node, number, DeviceWord(bits: nodes.load(node &* 2)).leaf)
                case .short, .leafEmpty: continue
                case .middleEmpty, .poolEmpty: slots = 0
                case .siteEmpty: return false
                }
            }
        }
        return false
    }

    /// Places one member of whole devices on this node, if it fits there.
    /// - Parameter position: in the fleet.
    package func claim(_ request: ClaimRequest, on position: Int, by claimer: inout Claimer, into claim: inout Claim) -> Bool {
        precondition(request.share.isNone, "a part of a board is placed among nodes")
        let node = Int(numbers[position])
        let type = Int(blocks[blockOf(node)].type)
        guard request.kind < 0 || request.kind == types[type].kind else { return false }
        let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
        let number = classNow(node)
        guard !tiers.isEmpty, number > 0, agencies.take(Int(request.agency), request.agencyCharge, claimer.number) < 0 else { return false }
        if case .placed = tryNode(node, Search(request, type, tiers, self), class: number, &claimer, &claim) { return true }
        agencies.give(Int(request.agency), request.agencyCharge, claimer.number)
        return false
    }
}
