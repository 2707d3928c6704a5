/// Claims of a part of a board whose place is given.
extension PlacementEngine {
    /// As `claim(exactly:)`, for a part of a board: as its first tenant where the board is free, else beside the others.
    func claimShare(exactly claim: Claim, isRestored: Bool, by claimer: inout Claimer) -> Bool {
        for _ in 0..<PlacementEngine.exactAttemptsMax {
            let word = DeviceWord(bits: nodes.load(Int(claim.node) &* 2))
            guard isRestored || word.isAdmitting else { return false }
            if claimShare(exactly: claim, word, isRestored: isRestored, &claimer) { return true }
            // Others may have opened or closed the board meanwhile: then it is a claim of the other sort.
            if (DeviceWord(bits: nodes.load(Int(claim.node) &* 2)).free ^ word.free) & claim.devices == 0 { return false }
        }
        return false
    }

    private static let exactAttemptsMax = 8

    private func claimShare(exactly claim: Claim, _ seen: DeviceWord, isRestored: Bool, _ claimer: inout Claimer) -> Bool {
        let node = Int(claim.node)
        let type = Int(blocks[blockOf(node)].type)
        let (board, partitions) = (claim.devices.trailingZeroBitCount, types[type].partitions)
        let isFirst = seen.free & claim.devices != 0
        let milliwatts = Int64(claim.milliwatts) &+ (isFirst ? partitions.boardMilliwatts : 0)
        guard partitions.serves(claim.share), reserve(milliwatts, claim, seen.leaf, isRestored: isRestored, claimer) else { return false }
        var word = seen
        if !isFirst || takeDevices(node, claim.devices, &word, type, isRestored: isRestored) {
            if occupy(node, claim) {
                if isFirst {
                    open(board, of: node, for: partitions.part(of: claim.share), claim.share, type)
                    return true
                }
                if enter(board, of: node, exactly: claim.share, type) { return true }
                vacate(node, claim)
            }
            if isFirst { _ = giveDevices(node, claim.devices, type) }
        }
        giveWatts(milliwatts, node, seen.leaf, claimer.number)
        agencies.give(Int(claim.agency), Int64(claim.charge), claimer.number)
        return false
    }
}
