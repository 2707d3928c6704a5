extension PlacementEngine {
    /// Places one member on the best node that fits and takes everything that it needs there.
    ///
    /// It looks first in a cell of the claimer's own, then in all cells of the kind from the tightest class to the loosest, so that
    /// nothing that fits is refused.
    /// - Returns: nil when it was placed, and then `claim` is the receipt; else why not, and nothing is held.
    /// - Complexity: independent of the number of nodes as long as hints are right; a wrong one is corrected by who meets it.
    package func claim(_ request: ClaimRequest, by claimer: inout Claimer, into claim: inout Claim) -> Refusal? {
        guard request.share.isNone else { return claimShare(request, by: &claimer, into: &claim) }
        let charge = request.agencyCharge
        guard agencies.take(Int(request.agency), charge, claimer.number) < 0 else { return .quota }
        claimer.turn &+= 1
        var refusal = Refusal.neverFits
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = Int(typeOrder[entry])
            let tiers = Int(types[type].tierStarts[Int(request.count)])..<Int(types[type].tierStarts[Int(request.count) &+ 1])
            if tiers.isEmpty || types[type].cellCount == 0 { continue }
            var search = Search(request, type, tiers, self)
            if place(&search, &claimer, &claim) { return nil }
            refusal = refusal.stronger(self.refusal(of: search))
        }
        agencies.give(Int(request.agency), charge, claimer.number)
        return refusal
    }

    /// The cell of a search's type and label in which a claimer begins.
    @inline(__always)
    func homeCell(_ search: Search, _ claimer: Claimer) -> Int {
        let row = Int(types[search.type].labelRows[Int(search.request.label)])
        let home = types[search.type].homes[row &* claimerCount &+ claimer.number]
        return Int(home.first) &+ Int(UInt32(truncatingIfNeeded: claimer.turn >> Claimer.stay) % UInt32(bitPattern: home.count))
    }

    /// Tries all nodes of one type, those near home first.
    @inline(__always)
    func place(_ search: inout Search, _ claimer: inout Claimer, _ claim: inout Claim) -> Bool {
        if place(&search, in: homeCell(search, claimer), &claimer, &claim) { return true }
        return !search.isHopeless && placeElsewhere(&search, &claimer, &claim)
    }

    /// Why a search that found nothing did not.
    func refusal(of search: Search) -> Refusal { search.lacksWatts || hasRoom(search) ? .power : .room }

    /// Whether some node would do if it had the watts.
    private func hasRoom(_ search: Search) -> Bool {
        let range = Int(types[search.type].firstCell)..<Int(types[search.type].firstCell &+ types[search.type].cellCount)
        let all = range.reduce(UInt64(0)) { $0 | hints.load(Int(cells[$1].hints)) }
        let powered = range.reduce(UInt64(0)) { $0 | joint($1, search.bucket) }
        return search.tiers.contains { types[search.type].tiers[$0] & all & ~powered != 0 }
    }
}

extension Refusal {
    /// Of the refusals of several node types the one that is nearest to a placement.
    func stronger(_ other: Refusal) -> Refusal { rawValue >= other.rawValue ? self : other }
}
