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
    /// searches. Jobs of several members, and those that name nodes or what to stand in, are the engine's.
    /// - Parameter number: of the request's need, where it is known and the need was not forgotten.
    package func claimIfFits(
        _ request: PlacementRequest, as number: NeedNumber? = nil, by chooser: inout Chooser
    ) -> [MemberPlacement]? {
        guard request.members.count == 1, request.together == nil, request.nodeList.isEmpty, request.exclude.isEmpty else {
            return claimByEngine(request, &chooser)
        }
        var known = number
        if known == nil || known?.generation != chooser.generation { known = chooser.number(of: request, on: self) }
        guard let known else { return nil }
        var claimer = engine.claimer(0)
        for rank in 0..<chooser.demand.needs[known.value].rankCount {
            if let (claim, option) = chooser.place(known, rank: rank, on: self, by: &claimer) {
                let alternative = chooser.demand.needs[known.value].options[option].alternative
                if let placement = named(claim, member: request.members[0], request.alternatives[alternative]) {
                    check([placement])
                    return [placement]
                }
                hosts.release(claim, &claimer)
                chooser.changed(hosts.host(of: claim), self)
                break
            }
            guard chooser.demand.needs[known.value].rankCount > 1 else { break }
            // Of a better rank the engine may know a place that the rule does not see.
            var preferred = request
            preferred.alternatives = [request.alternatives[chooser.demand.needs[known.value].options[rank].alternative]]
            if let members = claimByEngine(preferred, &chooser) { return members }
        }
        return claimByEngine(request, &chooser)
    }

    /// As `claimIfFits(_:as:by:)` for one member, without saying which cores it has: what a decision costs apart from names.
    package func claimUnnamed(
        _ request: PlacementRequest, as number: NeedNumber, by chooser: inout Chooser, _ claimer: inout Claimer
    ) -> Claim? {
        for rank in 0..<chooser.demand.needs[number.value].rankCount {
            if let (claim, _) = chooser.place(number, rank: rank, on: self, by: &claimer) { return claim }
        }
        for alternative in request.alternatives {
            var placer = Placer(hosts, request, alternative)
            guard let claims = placer.place() else { continue }
            chooser.changed(hosts.host(of: claims[0]), self)
            return claims[0]
        }
        return nil
    }

    /// Gives back what was claimed without names.
    package func releaseUnnamed(_ claim: Claim, by chooser: inout Chooser, _ claimer: inout Claimer) {
        hosts.release(claim, &claimer)
        chooser.changed(hosts.host(of: claim), self)
    }

    package func node(of claim: Claim) -> NodeIndex { NodeIndex(hosts.host(of: claim)) }
    package var claimer: Claimer { engine.claimer(0) }

    private func claimByEngine(_ request: PlacementRequest, _ chooser: inout Chooser) -> [MemberPlacement]? {
        let members = claimIfFits(request)
        if let members { chooser.changed(members, on: self) }
        return members
    }
}
