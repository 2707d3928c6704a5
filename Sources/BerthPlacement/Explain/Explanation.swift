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

    /// Empty when the request fits after all.
    func shortages() -> [Shortage] {
        var never: [Shortage] = []
        var best: [Relief]?
        for alternative in request.alternatives {
            let impossible = layout.impossibility(of: request, alternative, on: words)
            guard impossible == nil else {
                never += impossible.map { [$0] } ?? []
                continue
            }
            let reliefs = reliefs(for: alternative)
            if best.map({ reliefs.count < $0.count }) ?? true { best = reliefs }
        }
        guard let best else { return never }
        let needed = irredundant(best)
        let relieved = layout.relieved(needed, words)
        for alternative in request.alternatives {
            guard let placements = fits(alternative, relieved) else { continue }
            return needed.map { shortage($0, of: needed, alternative, placements) }
        }
        preconditionFailure("a request does not fit although all that it lacks was taken away")
    }

    /// Sets of scarcities from small to large; of one size those first that time alone will end, drained nodes last.
    private static let subsets: [FleetLayout.Scarcity] = (0...FleetLayout.Scarcity.all.rawValue)
        .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
        .map(FleetLayout.Scarcity.init)

    /// The smallest set without which the alternative fits.
    /// - Precondition: it fits the emptied fleet.
    private func reliefs(for alternative: PlacementRequest.Alternative) -> [Relief] {
        for subset in Explanation.subsets {
            var relaxed = words
            layout.relax(subset, in: &relaxed)
            guard let placements = fits(alternative, relaxed) else { continue }
            let whole: [Relief] = [.devices, .cores, .memory, .drained].filter { $0.scarcity.map(subset.contains) ?? false }
            return (subset.contains(.power) ? powerReliefs(placements, alternative, relaxed) : []) + whole
        }
        preconditionFailure("a request fits the emptied fleet, but not when everything is taken away")
    }

    /// The domains in which watts are short, with what the request needs there.
    private func powerReliefs(_ placements: [MemberPlacement], _ alternative: PlacementRequest.Alternative, _ relaxed: [UInt64]) -> [Relief] {
        var planner = Planner(layout, request, alternative, words: relaxed)
        let chosen = planner.placeNearestToPower(request.members, actual: headrooms(words)) ?? placements
        let actual = headrooms(words)
        return layout.watts(of: chosen).filter { $0.value > actual[$0.key] }.sorted { $0.key > $1.key }.map { .power(domain: $0.key, need: $0.value) }
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
