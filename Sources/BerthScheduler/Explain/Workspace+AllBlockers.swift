import BerthModel
import BerthPlacement
import BerthPolicy

/// What is in a job's way, asked for one job and in full, on a copy that nobody else uses.
extension Workspace {
    /// What the pass would say to a job of this lane. Where its agency's limits say no to some of its alternatives before anything else is
    /// asked, what is in the way of the alternative that lacks least, its limits among it; of equals of the one that it prefers.
    mutating func allBlockers(of key: LaneKey, for id: JobID) -> [Blocker] {
        known.forget()
        let request = shapes[key.shape].request
        guard permitted(request, key.agency).all.count < request.alternatives.count else { return blockers(of: key, for: id) }
        var least: (blockers: [Blocker], rank: (Int, Int, Int))?
        for alternative in request.alternatives {
            var only = request
            only.alternatives = [alternative]
            let found = allBlockers(of: only, key, for: id)
            let isHopeless = found.contains { $0.code == .neverFits || $0.code == .noSuchKind }
            // What only the order keeps it from lacks nothing.
            let lacking = found.count { $0.code != .reservedForOther && $0.code != .fairShare }
            let rank = (isHopeless ? 1 : 0, lacking, found.count)
            if least.map({ rank < $0.rank }) ?? true { least = (found, rank) }
        }
        return least?.blockers ?? []
    }

    /// - Parameter request: with one alternative.
    private mutating func allBlockers(of request: PlacementRequest, _ key: LaneKey, for id: JobID) -> [Blocker] {
        let span = shapes[key.shape].span
        let found = claim(request, with: shapes[key.shape].ports, for: span, of: id, explains: true)
        openReserved()
        switch found {
        case .fits(let members):
            takeBack(members, for: span, of: id)
            return limitBlockers(request, key.agency, watts: members.reduce(Watts.zero) { $0 + $1.accountedWatts })
        case .noPort(let node): return limitBlockers(request, key.agency) + [portBlocker(node, of: request, key, for: id)]
        case .reserved(let reservation): return limitBlockers(request, key.agency) + [Blocker(keptFor: reservation)]
        case .blocked(let shortages): return limitBlockers(request, key.agency) + Blocker.ranked(shortages.map(Blocker.init))
        }
    }

    /// No port is free on a node; or else there would be a node with a port, but for a reservation.
    func portBlocker(_ node: NodeName, of request: PlacementRequest, _ key: LaneKey, for id: JobID?) -> Blocker {
        let span = shapes[key.shape].span
        guard let keeper = reservations.first(before: span.upper.map { reservations.now + $0 } ?? .never, besides: id) else {
            return Workspace.noPort(on: node)
        }
        var alone = copy()
        alone.openReserved()
        alone.reservations.clear()
        guard case .fits = alone.claim(request, with: shapes[key.shape].ports, for: span, of: id, explains: false) else {
            return Workspace.noPort(on: node)
        }
        return Blocker(keptFor: keeper)
    }

    /// The limits, along the whole line of an agency, that keep it from the most preferred alternative.
    /// - Parameter watts: what it would reserve, where the place is known; else it is what its devices need, and said with the most that
    ///   its cores may add.
    func limitBlockers(_ request: PlacementRequest, _ agency: Int, watts: Watts? = nil) -> [Blocker] {
        guard let preferred = request.alternatives.first else { return [] }
        return demands(preferred, members: request.members.count).flatMap { demand -> [Blocker] in
            guard demand.resource == .power else {
                return usage.refusals(agency, demand.resource, need: demand.need).map { usage.blocker($0) }
            }
            if let watts { return usage.refusals(agency, .power, need: Int(watts.milliwatts)).map { usage.blocker($0) } }
            return usage.refusals(agency, .power, need: demand.need).map { excess in
                var most = excess
                most.need = max(excess.need, mostWatts(of: request))
                return usage.blocker(most, of: most.need > excess.need ? "this job needs up to" : "this job needs")
            }
        }
    }

    /// The most that the first alternative may reserve for an agency, in milliwatts: which cores it gets is not known.
    private func mostWatts(of request: PlacementRequest) -> Int {
        var whole = request
        whole.alternatives = request.alternatives.prefix(1).map { alternative in
            var own = alternative
            // For accounts a part bears its share of the board.
            own.partition = nil
            return own
        }
        return Int(MemberNeed(whole, on: core).powerMax)
    }

    /// Whether a job would start now if it asked for this instead, and for so long. Changes nothing.
    mutating func wouldPlace(_ asked: PlacementRequest, for span: SpanClass, shape: Int, agency: Int, of id: JobID) -> Bool {
        var request = asked
        request.alternatives = permitted(asked, agency).all
        guard !request.alternatives.isEmpty else { return false }
        let found = claim(request, with: shapes[shape].ports, for: span, of: id, explains: false)
        openReserved()
        guard case .fits(let members) = found else { return false }
        takeBack(members, for: span, of: id)
        let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
        return usage.refusal(agency, .power, need: Int(watts.milliwatts)) == nil
    }
}
