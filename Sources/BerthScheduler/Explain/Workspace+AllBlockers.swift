import BerthModel
import BerthPlacement
import BerthPolicy

/// What is in a job's way, asked for one job and in full, on a copy that nobody else uses.
extension Workspace {
    /// What the pass would say to a job of this lane. Where its agency's limits say no before anything else is asked, also what else would be
    /// in the way of the alternative that lacks least, of equals the one that it prefers.
    mutating func allBlockers(of key: LaneKey, for id: JobID) -> [Blocker] {
        known.forget()
        let request = shapes[key.shape].request
        guard permitted(request, key.agency).all.isEmpty else { return blockers(of: key, for: id) }
        var least: [Blocker] = []
        for alternative in request.alternatives {
            var only = request
            only.alternatives = [alternative]
            let found = allBlockers(of: only, key, for: id)
            if least.isEmpty || found.count < least.count { least = found }
        }
        return least
    }

    /// - Parameter request: with one alternative.
    private mutating func allBlockers(of request: PlacementRequest, _ key: LaneKey, for id: JobID) -> [Blocker] {
        let span = shapes[key.shape].span
        let found = claim(request, for: span, of: id, explains: true)
        openReserved()
        switch found {
        case .fits(var members):
            defer { takeBack(members, for: span, of: id) }
            let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
            let limits = limitBlockers(request, key.agency, watts: watts)
            guard let node = ports.assign(shapes[key.shape].ports, to: &members) else {
                ports.release(members)
                return limits
            }
            return limits + [Workspace.noPort(on: node)]
        case .reserved(let reservation): return limitBlockers(request, key.agency) + [Blocker(keptFor: reservation)]
        case .blocked(let shortages): return limitBlockers(request, key.agency) + Blocker.ranked(shortages.map(Blocker.init))
        }
    }

    /// The limits, along the whole line of an agency, that keep it from the most preferred alternative.
    /// - Parameter watts: what it would reserve, where the place is known; else it is what its devices need, and said with the most that its
    ///   cores may add.
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
        let found = claim(request, for: span, of: id, explains: false)
        openReserved()
        guard case .fits(var members) = found else { return false }
        defer { takeBack(members, for: span, of: id) }
        let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
        guard usage.refusal(agency, .power, need: Int(watts.milliwatts)) == nil,
            ports.assign(shapes[shape].ports, to: &members) == nil
        else { return false }
        ports.release(members)
        return true
    }
}
