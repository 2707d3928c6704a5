/// Claims on the node types on which a request draws least.
extension PlacementEngine {
    /// Places one member on a type on which it draws least, of the types with a node for it.
    /// - Parameter choice: the nodes that it may go to; nil for all.
    /// - Returns: as `claim(_:by:into:)`.
    /// - Complexity: that of `claim(_:by:into:)` for each type of the kind.
    func claimCheapest(
        _ request: ClaimRequest, among choice: NodeSet?, by claimer: inout Claimer, into claim: inout Claim
    ) -> Refusal? {
        precondition(request.share.isNone, "a part of a board draws its own watts only where it opens the board")
        guard agencies.take(Int(request.agency), request.agencyCharge, claimer.number) < 0 else { return .quota }
        claimer.turn &+= 1
        let kind = Int(request.kind) &+ 1
        let entries = Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1])
        var (refusal, last) = (Refusal.neverFits, Int64.min)
        while let cost = nextCost(of: entries, above: last) {
            last = cost
            for entry in entries where types[Int(typeOrder[entry])].perCore == cost {
                guard var search = search(request, on: Int(typeOrder[entry])) else { continue }
                if let choice {
                    if place(search, among: choice, &claimer, &claim) { return nil }
                    refusal = .room
                } else {
                    if place(&search, &claimer, &claim) { return nil }
                    refusal = refusal.stronger(self.refusal(of: search))
                }
            }
        }
        agencies.give(Int(request.agency), request.agencyCharge, claimer.number)
        return refusal
    }

    private func nextCost(of entries: Range<Int>, above last: Int64) -> Int64? {
        var next: Int64?
        for entry in entries {
            let cost = types[Int(typeOrder[entry])].perCore
            if cost > last, cost < next ?? .max { next = cost }
        }
        return next
    }

    /// Whether a member draws more on some types than on others.
    func differsInWatts(_ request: ClaimRequest) -> Bool {
        let kind = Int(request.kind) &+ 1
        let entries = Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1])
        guard request.share.isNone, let first = entries.first else { return false }
        return entries.contains { types[Int(typeOrder[$0])].perCore != types[Int(typeOrder[first])].perCore }
    }
}
