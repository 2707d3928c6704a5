import BerthModel
import BerthPlacement

/// What the claims of a scenario may have in each domain, in milliwatts.
struct Bounds {
    private let bounds: [Int]
    private let lowered: [Int]
    private let oneRack: Bool

    init(_ scenario: Scenario) {
        let first = scenario.fleet.fleet.domains.map { Int($0.headroom.milliwatts) }
        var lowered = first
        var bounds = first
        for case .budget(let domain, let watts) in scenario.programs.joined() {
            lowered[domain] += watts * 1000
            if watts > 0 { bounds[domain] += watts * 1000 }
        }
        self.lowered = lowered
        oneRack = scenario.fleet.oneRack
        self.bounds = bounds
    }

    /// A domain in which more is held than it may have; nil when there is none.
    /// - Parameter sums: what is held on each node.
    func exceeded(by sums: [Int], lowered isLowered: Bool) -> Int? {
        let bounds = isLowered ? lowered : bounds
        let all = sums.reduce(0, +)
        let held = [all, all, all, oneRack ? all : sums[0], oneRack ? 0 : sums[1]]
        return held.indices.first { held[$0] > max(0, bounds[$0]) }
    }
}
