import BerthModel
import BerthPlacement

extension Explorer {
    /// A reservation never overshoots, not for an instant. (2)
    func checkHeadroom(_ before: UInt64, _ after: UInt64, _ state: LocalStates.State) throws {
        let (before, after) = (Int64(bitPattern: before), Int64(bitPattern: after))
        if case .budget = scenario.programs[Int(state.claimer)][Int(state.operation)] { return }
        guard after < 0, after < before else { return }
        throw Fault("(2) \(locals.engine.exploredName(of: Int(state.word))) is \(-after) mW over its budget")
    }

    /// Devices are taken of a node that admits the claim, as it is at that instant.
    func checkAdmission(_ before: UInt64, _ after: UInt64, _ state: LocalStates.State) throws {
        guard PlacementEngine.exploredFree(before) & ~PlacementEngine.exploredFree(after) != 0 else { return }
        let label: UInt8
        switch scenario.programs[Int(state.claimer)][Int(state.operation)] {
        case .claim(let ask), .gang(_, let ask), .linked(_, let ask): label = ask.label
        case .release, .budget, .admit, .label: throw Fault("a device is taken by what claims nothing")
        }
        if !PlacementEngine.exploredAdmits(before, label) { throw Fault("(7) a device is taken of a node that does not admit the claim") }
    }

    @inline(__always)
    func holding(_ claimer: Int, on node: Int) -> Holding.OnNode {
        let state = locals.states[Int(current[claimer])]
        return locals.holdings[Int(state.start)].on(node, changed: state.changed)
    }

    /// No board with tenants is one whose device is free. (1)
    func checkBoards() throws {
        for (node, word) in locals.boardWords.enumerated() {
            let open = PlacementEngine.exploredOpenBoards(words[word])
            if open & PlacementEngine.exploredFree(words[locals.deviceWords[node]]) != 0 {
                throw Fault("(1) a board of node \(node) has tenants and is free")
            }
        }
    }

    /// No device has two owners, and none that is held is free. (1)
    func checkOwners() throws {
        for node in 0..<Holding.nodes {
            var held: UInt16 = 0
            for claimer in current.indices {
                let devices = holding(claimer, on: node).devices
                if held & devices != 0 { throw Fault("(1) a device of node \(node) has two owners") }
                held |= devices
            }
            if PlacementEngine.exploredFree(words[locals.deviceWords[node]]) & held != 0 {
                throw Fault("(1) a device of node \(node) is held and free")
            }
        }
    }

    func checkEnd(of start: Int32, _ next: Int32) throws {
        let (before, after) = (locals.starts[Int(start)], locals.starts[Int(next)])
        guard after.held.count > before.held.count else { return }
        try checkOwners()
        try checkWatts(before.isLate)
    }

    /// What is held is within the budgets; after a claim that began when all lowerings were in force, within the lowered ones. (2)
    func checkWatts(_ isLate: Bool) throws {
        let sums = (0..<Holding.nodes).map { node in current.indices.reduce(0) { $0 + holding($1, on: node).milliwatts } }
        if let domain = bounds.exceeded(by: sums, lowered: isLate) {
            throw Fault("(2) \(sums) mW are held on the nodes, more than domain \(domain) may have")
        }
    }

    /// Everything that must be true while nobody claims or releases.
    func checkIfAtRest() throws {
        guard isAtRest else { return }
        report.restStates += 1
        report.restDigest &+= restHash
        SharedMemory.words = words
        let held = current.flatMap { locals.starts[Int(locals.states[Int($0)].start)].held.joined() }
        let rest = RestCheck(scenario: scenario, engine: locals.engine, held: held, changes: budgetChanges)
        if let fault = rest.fault() { throw Fault("at rest: " + fault) }
    }

    /// The same for the same words and claims in every walk.
    private var restHash: UInt64 {
        var hash: UInt64 = 0
        for word in words { hash = Mix.of(hash &+ word) }
        for local in current {
            let start = locals.starts[Int(locals.states[Int(local)].start)]
            hash = Mix.of(hash &+ UInt64(start.operation))
            for claims in start.held {
                hash = Mix.of(hash &+ UInt64(claims.count))
                for claim in claims {
                    hash = Mix.of(hash &+ UInt64(claim.node) << 48 &+ UInt64(claim.devices) << 32 &+ UInt64(claim.milliwatts))
                }
            }
        }
        return hash
    }

    /// Changes of budgets that are over.
    var budgetChanges: [(domain: Int, watts: Int)] {
        current.flatMap { local in
            let state = locals.states[Int(local)]
            return scenario.programs[Int(state.claimer)].prefix(Int(state.operation)).compactMap { operation in
                if case .budget(let domain, let watts) = operation { (domain, watts) } else { nil }
            }
        }
    }
}
