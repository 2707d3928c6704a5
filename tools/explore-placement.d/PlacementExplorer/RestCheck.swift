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
            case .claim(let ask), .gang(_, let ask): ask
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
        return scenario.fleet.fleet.nodes.indices.contains { node in
            let devices = held.filter { engine.position(of: $0.node) == node }.reduce(UInt16(0)) { $0 | $1.devices }
            let sides = engine.exploredSides(of: node)
            return PlacementEngine.exploredAdmits(deviceWord(of: node), ask.label) && devices.nonzeroBitCount + ask.devices <= 2
                && sides.cores * 8 >= ask.eighths && sides.mebibytes >= ask.mebibytes
                && path(of: node).allSatisfy { left[$0] >= ask.milliwatts }
        }
    }

    private func deviceWord(of node: Int) -> UInt64 { SharedMemory.words[engine.exploredDeviceWord(of: node)] }

    private func path(of node: Int) -> [Int] {
        let domains = scenario.fleet.fleet.domains
        return Array(sequence(first: scenario.fleet.fleet.nodes[node].domain) { domains[$0].parent })
    }
}
