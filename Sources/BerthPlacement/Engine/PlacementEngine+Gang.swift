extension PlacementEngine {
    /// Places all members of a gang, or none.
    ///
    /// Optimistic: members are claimed one by one where the index says that they fit best, and what was claimed is given back when they
    /// do not all fit. Each member is a claim like any other, so that the watts of a half-claimed gang count (invariant 2), and a claimer
    /// that is stopped half-way holds back nobody from anything but what it has taken.
    ///
    /// Each gang shows a ticket while it claims. One that fails beside another's tries again, a bounded number of times: the one with the
    /// oldest ticket keeps what it has and asks for the rest, all others give back first. So two that hold half of the last room each do
    /// not both fail: the older gets it.
    /// - Parameters:
    ///   - enclosure: all in one of these; nil: in as few leaf domains (racks) as it can, several on a node where they fit, and the last
    ///     rack the tightest that holds the rest.
    ///   - choice: the nodes that it may go to; nil for all.
    ///   - claims: the receipts, one for each member; as it was when the gang is refused. Reserve its capacity where nothing may be
    ///   allocated.
    /// - Returns: nil when all were placed; else why not, and nothing is held.
    ///
    ///   While power domains nest, a gang of whole devices is refused only when it does not fit: its second try takes the types on which a
    ///   member draws least first, and in the smallest full domain a dearer member would have given way to a cheaper one.
    /// - Complexity: O(blocks of the kind) to choose, O(members) to claim.
    package func claim(
        gangOf members: Int, _ request: ClaimRequest, inOne enclosure: Enclosure? = nil, among choice: NodeSet? = nil,
        by claimer: inout Claimer, into claims: inout [Claim]
    ) -> Refusal? {
        let first = claims.count
        let ticket = gangs.begin(claimer.number)
        defer { gangs.end(claimer.number) }
        var attempt = 0
        while true {
            let endings = gangs.endings
            let refusal: Refusal?
            if let enclosure {
                refusal = place(inOne: enclosure, members, request, among: choice, &claimer, &claims)
            } else {
                refusal = place(gangOf: members, request, among: choice, &claimer, &claims, first)
            }
            guard let refusal else { return nil }
            attempt &+= 1
            if attempt == GangTickets.attemptsMax || !gangs.hasMet(others: claimer.number, since: endings) {
                giveBack(&claims, to: first, &claimer)
                return refusal
            }
            if !gangs.isOldest(ticket) { giveBack(&claims, to: first, &claimer) }
        }
    }

    func giveBack(_ claims: inout [Claim], to count: Int, _ claimer: inout Claimer) {
        while claims.count > count { release(claims.removeLast(), by: &claimer) }
    }

    /// Claims what is missing of a gang, in few racks; where that fails for watts, on the types that draw least.
    /// - Returns: nil when nothing is missing any more; what was claimed stays in `claims` in any case.
    private func place(
        gangOf members: Int, _ request: ClaimRequest, among choice: NodeSet?, _ claimer: inout Claimer, _ claims: inout [Claim],
        _ first: Int
    ) -> Refusal? {
        while claims.count &- first < members, request.share.isNone {
            let (missing, before) = (members &- (claims.count &- first), claims.count)
            guard let best = bestRow(for: missing, request, among: choice, claimer) else { break }
            take(missing, in: best.row, best.search, among: choice, &claimer, &claims)
            if claims.count == before { break }
        }
        // What rows do not show (racks that others empty meanwhile, parts of cores and of boards) a member finds by itself.
        guard let refusal = placeEach(members, request, among: choice, isCheapest: false, &claimer, &claims, first) else { return nil }
        guard refusal != .quota, refusal != .neverFits, differsInWatts(request) else { return refusal }
        giveBack(&claims, to: first, &claimer)
        return placeEach(members, request, among: choice, isCheapest: true, &claimer, &claims, first)
    }

    private func placeEach(
        _ members: Int, _ request: ClaimRequest, among choice: NodeSet?, isCheapest: Bool, _ claimer: inout Claimer,
        _ claims: inout [Claim], _ first: Int
    ) -> Refusal? {
        var claim = Claim()
        while claims.count &- first < members {
            let refusal =
                isCheapest
                ? claimCheapest(request, among: choice, by: &claimer, into: &claim)
                : claimAny(request, among: choice, by: &claimer, into: &claim)
            if let refusal { return refusal }
            claims.append(claim)
        }
        return nil
    }

    private func claimAny(
        _ request: ClaimRequest, among choice: NodeSet?, by claimer: inout Claimer, into claim: inout Claim
    ) -> Refusal? {
        guard let choice else { return self.claim(request, by: &claimer, into: &claim) }
        // Of some nodes it is not told whether they lack room or watts.
        return self.claim(request, among: choice, by: &claimer, into: &claim) ? nil : .room
    }

    /// Claims one member on one node, its agency's charge included.
    func takeMember(
        _ node: Int, class number: Int, _ search: Search, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Bool {
        let (agency, charge) = (Int(search.request.agency), search.request.agencyCharge)
        guard agencies.take(agency, charge, claimer.number) < 0 else { return false }
        var claim = Claim()
        claimer.probes &+= 1
        if case .placed = tryNode(node, search, class: number, &claimer, &claim) {
            claims.append(claim)
            return true
        }
        agencies.give(agency, charge, claimer.number)
        return false
    }
}
