package import BerthModel

extension PlacementCore {
    /// As `claim(_:)`, the node of a lone member chosen by a rule.
    package func claim(_ request: PlacementRequest, as number: NeedNumber? = nil, by chooser: inout Chooser) -> PlanOutcome {
        if let members = claimIfFits(request, as: number, by: &chooser) { return .fits(members) }
        let outcome = claim(request)
        if case .fits(let members) = outcome { chooser.changed(members, on: self) }
        return outcome
    }

    /// As `claimIfFits(_:)`, the node of a lone member chosen by a rule. What fits is placed: where the rule finds nothing, the engine
    /// searches. Jobs of several members, and those that name nodes, what to stand in or a label, are the engine's.
    /// - Parameter number: of the request's need, where it is known and the need was not forgotten.
    package func claimIfFits(
        _ request: PlacementRequest, as number: NeedNumber? = nil, by chooser: inout Chooser
    ) -> [MemberPlacement]? {
        guard request.members.count == 1, request.together == nil, request.nodeList.isEmpty, request.exclude.isEmpty, request.label == 0
        else {
            return claimByEngine(request, &chooser)
        }
        var known = number
        if known == nil || known?.generation != chooser.generation { known = chooser.number(of: request, on: self) }
        guard let known else { return nil }
        var claimer = engine.claimer(0)
        if let (claim, option) = place(known, &chooser, &claimer) {
            let alternative = chooser.demand.needs[known.value].options[option].alternative
            if let placement = named(claim, member: request.members[0], request.alternatives[alternative]) {
                check([placement])
                return [placement]
            }
            hosts.release(claim, &claimer)
            chooser.changed(claim, engine)
        }
        return claimByEngine(request, &chooser)
    }

    /// As `claimIfFits(_:as:by:)` for one member, without saying which cores it has: what a decision costs apart from names.
    package func claimUnnamed(
        _ number: NeedNumber, by chooser: inout Chooser, _ claimer: inout Claimer
    ) -> Claim? {
        place(number, &chooser, &claimer)?.0
    }

    /// By the rule, where it finds nothing by the engine; all that is of the first rank before anything of the next.
    private func place(_ number: NeedNumber, _ chooser: inout Chooser, _ claimer: inout Claimer) -> (Claim, option: Int)? {
        let ranks = chooser.demand.needs[number.value].rankCount
        let options = chooser.demand.needs[number.value].options.count
        for rank in 0..<ranks {
            if let found = chooser.place(number, rank: rank, on: self, by: &claimer) { return found }
            for option in ranks == 1 ? 0..<options : rank..<rank + 1 {
                if let claim = search(number, option, &chooser, &claimer) { return (claim, option) }
            }
        }
        return nil
    }

    private func search(_ number: NeedNumber, _ option: Int, _ chooser: inout Chooser, _ claimer: inout Claimer) -> Claim? {
        let request = chooser.demand.needs[number.value].options[option].claim
        var claim = Claim()
        guard engine.claim(request, by: &claimer, into: &claim) == nil else { return nil }
        guard chooser.isAlone(claim, engine) || hosts.settle(claim, &claimer) else { return nil }
        chooser.changed(claim, engine)
        return claim
    }

    /// Gives back what was claimed without names.
    package func releaseUnnamed(_ claim: Claim, by chooser: inout Chooser, _ claimer: inout Claimer) {
        hosts.release(claim, &claimer)
        chooser.changed(claim, engine)
    }

    /// How much of what the site may draw above its base load is reserved, 0 to 1; 0 without a budget.
    var powerLoad: Float {
        let (full, left) = (fullHeadrooms[0], engine.headroom(of: 0).milliwatts)
        guard full > 0, budgets.load(0) != UInt64(bitPattern: HeadroomWord.unbounded) else { return 0 }
        return Float(full - left) / Float(full)
    }

    package func node(of claim: Claim) -> NodeIndex { NodeIndex(hosts.host(of: claim)) }
    package var claimer: Claimer { engine.claimer(0) }

    private func claimByEngine(_ request: PlacementRequest, _ chooser: inout Chooser) -> [MemberPlacement]? {
        let members = claimIfFits(request)
        if let members { chooser.changed(members, on: self) }
        return members
    }
}
