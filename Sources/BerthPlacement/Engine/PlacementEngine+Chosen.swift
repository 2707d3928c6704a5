/// Claims on a node that somebody else has chosen.
extension PlacementEngine {
    /// Whether a node's leaf, middle domain and pool have the watts now, without taking any.
    func hasWatts(_ milliwatts: Int64, _ position: Int, _ claimer: Claimer) -> Bool {
        let node = Int(numbers[position])
        let block = blockOf(node)
        guard leafHas(milliwatts, node, DeviceWord(bits: nodes.load(node &* 2)).leaf) else { return false }
        let middle = Int(blocks[block].middle)
        if middle >= 0, Int64(bitPattern: headrooms.load(middle)) < milliwatts { return false }
        return power.lacking(Int(blocks[block].pool), milliwatts, claimer.number) < 0
    }

    /// Places a part of a board on this node, if it fits there.
    /// - Parameters:
    ///   - position: in the fleet.
    ///   - board: one with tenants; nil to open one.
    package func claim(
        _ request: ClaimRequest, on position: Int, board: Int?, by claimer: inout Claimer, into claim: inout Claim
    ) -> Bool {
        let node = Int(numbers[position])
        let type = Int(blocks[blockOf(node)].type)
        guard request.kind == types[type].kind, types[type].partitions.serves(request.share),
            agencies.take(Int(request.agency), request.agencyCharge, claimer.number) < 0
        else { return false }
        var search = Search(request, type, Int(types[type].tierStarts[1])..<Int(types[type].tierStarts[2]), self)
        if let board {
            let seen = DeviceWord(bits: nodes.load(node &* 2))
            if seen.admits(request.label), case .placed = join(node, board, seen, search, &claimer, &claim) { return true }
        } else {
            search.add(types[type].partitions.boardMilliwatts)
            let number = classNow(node)
            if number > 0, case .placed = tryNode(node, search, class: number, &claimer, &claim) { return true }
        }
        agencies.give(Int(request.agency), request.agencyCharge, claimer.number)
        return false
    }
}
