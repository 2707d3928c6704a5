import BerthModel
package import BerthPlacement

/// A fleet on which one job finds no more room or no more watts: what the benchmark of refusals asks again and again.
package struct FullFleet: Sendable {
    private let engine: PlacementEngine
    private let request: ClaimRequest
    private var claimer: Claimer
    /// Why the job is refused.
    package let refusal: Refusal

    /// Places one device of the kind that has most nodes until it is refused.
    /// - Parameter powerBound: rack budgets as a part of what their nodes could draw.
    package init(nodes: Int, powerBound: Double) {
        let fleet = MixedFleet(nodes: nodes, powerBound: powerBound)
        let counts = fleet.fleet.nodes.reduce(into: [Int: Int]()) { $0[$1.type, default: 0] += 1 }
        guard let type = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key, let kind = fleet.fleet.types[type].kind else {
            preconditionFailure("a modelled fleet has nodes with devices")
        }
        let power = fleet.kinds[kind].power
        request = ClaimRequest(kind: kind, count: 1, cores: .cores(1), mebibytes: 1024, agency: 0, wattsPerDevice: power.max - power.idle)
        engine = PlacementEngine(fleet.fleet)
        claimer = engine.claimer(0)
        var claim = Claim()
        while true {
            guard let refused = engine.claim(request, by: &claimer, into: &claim) else { continue }
            refusal = refused
            return
        }
    }

    /// - Returns: how often the job was refused: each time.
    @discardableResult
    package mutating func refuse(_ times: Int) -> Int {
        var (refused, claim) = (0, Claim())
        for _ in 0..<times where engine.claim(request, by: &claimer, into: &claim) != nil { refused += 1 }
        return refused
    }
}
