public import BerthModel

extension PlacementCore {
    /// Where the members would go now; reserves nothing.
    /// - Complexity: O(nodes) for one member, O(nodes log nodes + members) for a gang; a refusal costs up to 32 times as much, for
    ///   its explanation.
    public func plan(_ request: PlacementRequest) -> PlanOutcome {
        let (placements, words) = choose(request)
        return placements.map(PlanOutcome.fits) ?? .blocked(layout.shortages(of: request, on: words))
    }

    /// The choice for a request, and the reading of the words that it was made on.
    ///
    /// While other threads claim and release, a reading may join words of different instants, and a refusal on it may be wrong: it
    /// counts only once two readings agree, or after a few that did not. A fit needs no such care, for a claim checks it.
    private func choose(_ request: PlacementRequest) -> (placements: [MemberPlacement]?, words: [UInt64]) {
        var words = table.words.loadAll()
        for _ in 1..<PlacementCore.readingsMax {
            if let placements = layout.place(request, on: words) { return (placements, words) }
            let again = table.words.loadAll()
            if again == words { return (nil, words) }
            words = again
        }
        return (layout.place(request, on: words), words)
    }

    private static let readingsMax = 4

    /// Plans and takes: all members or none.
    /// - Complexity: that of `plan(_:)`, again for each time that another thread was faster.
    public func claim(_ request: PlacementRequest) -> PlanOutcome {
        while true {
            let outcome = plan(request)
            guard case .fits(let members) = outcome, !claim(exactly: members) else { return outcome }
        }
    }

    /// Like `claim(_:)` for callers who do not ask what is missing: a refusal costs no more than a fit.
    ///
    /// A claim that meets another thread's gives back what it has taken and plans again. It always ends: a step fails only because
    /// another thread's exchange succeeded after the plan was made, and because all claimants take their steps in one order
    /// (`ClaimSteps`), some claim completes. A thread that is stopped half-way only makes others plan around what it holds.
    public func claimIfFits(_ request: PlacementRequest) -> [MemberPlacement]? {
        while true {
            guard let members = choose(request).placements else { return nil }
            if claim(exactly: members) { return members }
        }
    }

    /// Takes exactly these pieces as a new claim, all or none.
    /// - Returns: false when one of them is taken, not there, on a drained node or beyond a budget; nothing is held then.
    public func claim(exactly members: [MemberPlacement]) -> Bool {
        guard let steps = ClaimSteps(members, layout) else { return false }
        defer { checkWords() }
        return table.claim(steps, .new)
    }

    /// Takes what is held already: the placements of jobs that still run after a restart of the daemon.
    ///
    /// Budgets and drains do not refuse it, for it draws its watts on its node in any case; a headroom may become negative by it.
    /// - Returns: false when one of the pieces is taken or not there; nothing is held then.
    public func adopt(_ members: [MemberPlacement]) -> Bool {
        guard let steps = ClaimSteps(members, layout) else { return false }
        defer { checkWords() }
        return table.claim(steps, .restored)
    }

    /// Gives back what a claim took, in reverse order.
    /// - Precondition: the members are held, exactly as given.
    public func release(_ members: [MemberPlacement]) {
        guard let steps = ClaimSteps(members, layout) else { preconditionFailure("(1) pieces are given back that the fleet does not have") }
        table.release(steps)
        checkWords()
    }
}
