import BerthModel
import BerthPlacement

/// What must be true of the engine while nobody claims or releases: a recount, and that nothing which fits is refused.
struct RestCheck {
    let scenario: Scenario
    let engine: PlacementEngine
    let held: [Claim]
    let changes: [(domain: Int, watts: Int)]

    /// The words are those of `SharedMemory`, which it changes. Nil when all is well.
    func fault() -> String? {
        let words = SharedMemory.words
        for claim in held where PlacementEngine.exploredLabel(deviceWord(of: engine.position(of: claim.node))) != claim.tag {
            return "(7) a claim of label \(claim.tag) is held on a node of another"
        }
        for ask in asks {
            let expected = fits(ask)
            for number in 0..<2 {
                var claimer = engine.claimer(number)
                var claim = Claim()
                let refusal = engine.claim(ask.request, by: &claimer, into: &claim)
                if (refusal == nil) != expected {
                    guard let refusal else { return "\(ask) is granted and does not fit" }
                    return "claimer \(number) is refused \(ask), which fits (\(refusal))"
                }
                SharedMemory.words = words
            }
        }
        // The recount knows the budgets that the fleet was built with.
        for (domain, watts) in changes { engine.changeHeadroom(of: domain, by: Watts(-watts)) }
        let isRaised = changes.contains { $0.watts > 0 }
        return engine.faults(holding: held).first { !isRaised || !$0.contains("over its budget") }
    }

    private var asks: [Ask] {
        var asks = [Ask.devices(1), .devices(2), .cores(1)]
        let all = scenario.programs.joined().compactMap { operation -> Ask? in
            switch operation {
            case .claim(let ask), .gang(_, let ask), .linked(_, let ask): ask
            case .release, .budget, .admit, .label: nil
            }
        }
        for ask in all where ask.eighths.isMultiple(of: 8) && !asks.contains(ask) { asks.append(ask) }
        return asks
    }

    private func fits(_ ask: Ask) -> Bool {
        let charged = held.filter { Int($0.agency) == ask.agency }.reduce(0) { $0 + $1.devices.nonzeroBitCount }
        if let quota = scenario.fleet.quotas[ask.agency], charged + ask.devices > quota { return false }
        var left = scenario.fleet.fleet.domains.map { Int($0.headroom.milliwatts) }
        for (domain, watts) in changes { left[domain] += watts * 1000 }
        for claim in held { for domain in path(of: engine.position(of: claim.node)) { left[domain] -= Int(claim.milliwatts) } }
        for (node, boards) in boards.enumerated() {
            for domain in path(of: node) { left[domain] -= boards.count * ModelFleet.wattsPerBoard * 1000 }
        }
        return scenario.fleet.fleet.nodes.indices.contains { node in
            let sides = engine.exploredSides(of: node)
            guard PlacementEngine.exploredAdmits(deviceWord(of: node), ask.label), sides.cores * 8 >= ask.eighths,
                sides.mebibytes >= ask.mebibytes
            else { return false }
            let devices = held.filter { engine.position(of: $0.node) == node }.reduce(UInt16(0)) { $0 | $1.devices }
            let isFree = devices.nonzeroBitCount + ask.devices <= scenario.fleet.devices
            if ask.part == .none { return isFree && hasWatts(ask.milliwatts, node, left) }
            return boards[node].values.contains { hasRoom(ask, beside: $0) } && hasWatts(ask.milliwatts, node, left)
                || isFree && hasWatts(ask.milliwatts + ModelFleet.wattsPerBoard * 1000, node, left)
        }
    }

    private func hasWatts(_ milliwatts: Int, _ node: Int, _ left: [Int]) -> Bool { path(of: node).allSatisfy { left[$0] >= milliwatts } }

    /// For each node the tenants of its shared boards.
    private var boards: [[UInt16: [Claim]]] {
        scenario.fleet.fleet.nodes.indices.map { node in
            Dictionary(grouping: held.filter { !$0.share.isNone && engine.position(of: $0.node) == node }, by: \.devices)
        }
    }

    private func hasRoom(_ ask: Ask, beside tenants: [Claim]) -> Bool {
        switch ask.part {
        case .none: false
        case .instance: tenants.count < 2
        case .thousandths(let thousandths):
            tenants.reduce(thousandths) { $0 + $1.share.thousandths } <= 1000
                && tenants.reduce(thousandths) { $0 + $1.share.mebibytes } <= ModelFleet.boardMebibytes
        }
    }

    private func deviceWord(of node: Int) -> UInt64 { SharedMemory.words[engine.exploredDeviceWord(of: node)] }

    private func path(of node: Int) -> [Int] {
        let domains = scenario.fleet.fleet.domains
        return Array(sequence(first: scenario.fleet.fleet.nodes[node].domain) { domains[$0].parent })
    }
}
