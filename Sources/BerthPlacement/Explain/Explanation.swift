import BerthModel

/// Finds what keeps a request from fitting, by trying: the smallest set of scarcities without which it fits.
///
/// Because it asks the planner itself, an explanation cannot disagree with a refusal. Taking more away never makes a request fit
/// less, so that of a set from which nothing can be dropped, no smaller part suffices either.
struct Explanation {
    let layout: FleetLayout
    let request: PlacementRequest
    let words: [UInt64]

    private func fits(_ alternative: PlacementRequest.Alternative, _ words: [UInt64]) -> [MemberPlacement]? {
        var planner = Planner(layout, request, alternative, words: words)
        return planner.place(request.members)
    }

    /// A set of things whose absence keeps an alternative from fitting, and where the members would go with them.
    private struct Lack {
        var alternative: PlacementRequest.Alternative
        var reliefs: [Relief]
        var placements: [MemberPlacement]
    }

    /// Empty when the request fits after all.
    func shortages() -> [Shortage] {
        var never: [Shortage] = []
        var best: Lack?
        for alternative in request.alternatives {
            if let shortage = layout.impossibility(of: request, alternative, on: words) {
                never.append(shortage)
                continue
            }
            let lack = lack(of: alternative)
            if best.map({ lack.reliefs.count < $0.reliefs.count }) ?? true { best = lack }
        }
        guard var best else { return never }
        best.reliefs = irredundant(best.reliefs)
        let relieved = layout.relieved(best.reliefs, words)
        // Less may be enough for another alternative, or leave other nodes to choose from; the numbers are those of the real choice.
        for alternative in request.alternatives {
            guard let placements = fits(alternative, relieved) else { continue }
            (best.alternative, best.placements) = (alternative, placements)
            break
        }
        return best.reliefs.map { shortage($0, of: best.reliefs, best.alternative, best.placements) }
    }

    /// Sets of scarcities from small to large; of one size those first that time alone will end, drained nodes last.
    private static let subsets: [FleetLayout.Scarcity] = (0...FleetLayout.Scarcity.all.rawValue)
        .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
        .map(FleetLayout.Scarcity.init)

    /// The smallest set without which the alternative fits.
    /// - Precondition: it fits the emptied fleet.
    private func lack(of alternative: PlacementRequest.Alternative) -> Lack {
        for subset in Explanation.subsets {
            var relaxed = words
            layout.relax(subset, in: &relaxed)
            guard var placements = fits(alternative, relaxed) else { continue }
            var reliefs: [Relief] = []
            if subset.contains(.power) {
                var planner = Planner(layout, request, alternative, words: relaxed)
                placements = planner.placeNearestToPower(request.members, actual: headrooms(words)) ?? placements
                reliefs = powerReliefs(placements)
            }
            reliefs += [.devices, .cores, .memory, .drained].filter { $0.scarcity.map(subset.contains) ?? false }
            return Lack(alternative: alternative, reliefs: reliefs, placements: placements)
        }
        preconditionFailure("a request fits the emptied fleet, but not when everything is taken away")
    }

    /// The domains in which watts are short for these placements, leaf first, with what they need there.
    private func powerReliefs(_ placements: [MemberPlacement]) -> [Relief] {
        let actual = headrooms(words)
        return layout.watts(of: placements).filter { $0.value > actual[$0.key] }.sorted { $0.key > $1.key }.map {
            .power(domain: $0.key, need: $0.value)
        }
    }

    private func headrooms(_ words: [UInt64]) -> [Int64] { words[layout.headroomWords].map { HeadroomWord(bits: $0).milliwatts } }

    /// Drops what is not needed, for the request as a whole: another alternative may do with less.
    private func irredundant(_ reliefs: [Relief]) -> [Relief] {
        var needed = reliefs
        for relief in reliefs where needed.count > 1 {
            let without = needed.filter { $0 != relief }
            if layout.place(request, on: layout.relieved(without, words)) != nil { needed = without }
        }
        return needed
    }
}

extension FleetLayout {
    /// What placements add in each domain, in milliwatts.
    func watts(of placements: [MemberPlacement]) -> [Int: Int64] {
        placements.reduce(into: [:]) { sums, member in
            guard let node = nodeIndexes[member.node] else { return }
            for domain in nodes[node].path { sums[domain, default: 0] += member.watts.milliwatts }
        }
    }

    /// All that is missing for a request that does not fit these words.
    func shortages(of request: PlacementRequest, on words: [UInt64]) -> [Shortage] {
        Explanation(layout: self, request: request, words: words).shortages()
    }
}
