public import BerthModel

extension PlacementCore {
    /// Where the members would go now; reserves nothing.
    ///
    /// It is a claim on a copy, so that it cannot disagree with one.
    /// - Complexity: O(nodes) for the copy; a refusal costs up to 32 times as much, for its explanation.
    public func plan(_ request: PlacementRequest) -> PlanOutcome { copy().claim(request) }

    /// Whether the members would fit now: a claim that is given back at once, and so for copies that nobody else uses.
    /// - Complexity: that of `claimIfFits(_:)`.
    public func fits(_ request: PlacementRequest) -> Bool {
        guard let members = claimIfFits(request) else { return false }
        release(members)
        return true
    }

    /// Claims all members or none.
    /// - Complexity: that of `claimIfFits(_:)`, and for a refusal that of its explanation: O(nodes), up to 32 times.
    public func claim(_ request: PlacementRequest) -> PlanOutcome {
        for _ in 0..<PlacementCore.refusalsMax {
            if let members = claimIfFits(request) { return .fits(members) }
            let shortages = Explanation(self, request).shortages()
            guard shortages.isEmpty else { return .blocked(shortages) }
            // Something was given back meanwhile, or another thread was stopped while it filed a node: nothing that fits stays hidden.
            engine.index()
        }
        return .blocked([
            Shortage(
                .waitingForTopology, need: request.members.count, have: 0, unit: "members", domain: "site",
                message: "other claims were faster each time")
        ])
    }

    /// A refusal that its explanation contradicts means that others claim and give back at this instant.
    private static let refusalsMax = 64

    /// Like `claim(_:)` for callers who do not ask what is missing: a refusal costs no more than a fit.
    ///
    /// A claim that meets another thread's gives back what it has taken and looks further, and after some attempts refuses; it never waits
    /// for another thread. One that is stopped half-way only makes others place around what it holds.
    /// - Complexity: independent of the number of nodes for one member, unless the request names nodes; O(nodes log nodes + members) for
    ///   several.
    public func claimIfFits(_ request: PlacementRequest) -> [MemberPlacement]? {
        if request.members.count == 1 { return claimOneIfFits(request) }
        for _ in 0..<PlacementCore.namingsMax {
            guard let (claims, alternative) = place(request) else { return nil }
            if let named = named(claims, request, alternative) {
                check(named)
                return named
            }
        }
        return nil
    }

    /// Names are short for an instant only, while another thread exchanges its own.
    private static let namingsMax = 8

    /// As `place(_:)` for a lone member, as nearly all are: without lists.
    private func placeOne(_ request: PlacementRequest) -> (Claim, PlacementRequest.Alternative)? {
        for alternative in request.alternatives {
            var placer = Placer(hosts, request, alternative)
            if let claim = placer.claimOne() { return (claim, alternative) }
        }
        return nil
    }

    private func claimOneIfFits(_ request: PlacementRequest) -> [MemberPlacement]? {
        for _ in 0..<PlacementCore.namingsMax {
            guard let (claim, alternative) = placeOne(request) else { return nil }
            if let placement = named(claim, member: request.members[0], alternative) {
                check([placement])
                return [placement]
            }
            var claimer = engine.claimer(0)
            hosts.release(claim, &claimer)
        }
        return nil
    }

    /// Claims all members by the first alternative that holds them.
    private func place(_ request: PlacementRequest) -> ([Claim], PlacementRequest.Alternative)? {
        for alternative in request.alternatives {
            var placer = Placer(hosts, request, alternative)
            if let claims = placer.place() { return (claims, alternative) }
        }
        return nil
    }

    /// Names what the claims have; gives all of them back when that fails.
    private func named(
        _ claims: [Claim], _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative
    ) -> [MemberPlacement]? {
        var placements: [MemberPlacement] = []
        for (claim, member) in zip(claims, request.members) {
            if let placement = named(claim, member: member, alternative) {
                placements.append(placement)
                continue
            }
            var claimer = engine.claimer(0)
            for left in claims[placements.count...].reversed() { hosts.release(left, &claimer) }
            release(placements)
            return nil
        }
        return placements
    }

    /// Takes exactly these pieces as a new claim, all or none.
    /// - Returns: false when one of them is taken, not there, on a drained node or beyond a budget; nothing is held then.
    public func claim(exactly members: [MemberPlacement]) -> Bool { take(members, isRestored: false) }

    /// Takes what is held already: the placements of jobs that still run after a restart of the daemon.
    ///
    /// Budgets and drains do not refuse it, for it draws its watts on its node in any case; a headroom may become negative by it.
    /// - Returns: false when one of the pieces is taken or not there; nothing is held then.
    public func adopt(_ members: [MemberPlacement]) -> Bool { take(members, isRestored: true) }

    private func take(_ members: [MemberPlacement], isRestored: Bool) -> Bool {
        for (index, member) in members.enumerated() {
            if let pieces = Pieces(member, hosts), take(pieces, isRestored: isRestored) { continue }
            release(Array(members[..<index]))
            return false
        }
        check(members)
        return true
    }

    /// Gives back what a claim took, in reverse order.
    /// - Precondition: the members are held, exactly as given.
    public func release(_ members: [MemberPlacement]) {
        for member in members.reversed() {
            guard let pieces = Pieces(member, hosts) else {
                preconditionFailure("(1) pieces are given back that the fleet does not have")
            }
            giveBack(pieces)
        }
        check(members)
    }
}
