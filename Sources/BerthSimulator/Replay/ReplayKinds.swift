import BerthModel

/// Device kinds of recorded traces that the catalogue, which is of today's fleets, does not have.
enum ReplayKinds {
    /// What a pool without a kind is made of.
    static let unnamed = KindName(literal: "gpu")

    /// V100, P100, T4, A10: the power model of PWR+FGD (CCGrid 2025), as in `OpenBModel`. K80: half of the board's 300 W (NVIDIA, Tesla K80
    /// board specification); its idle watts are an estimate.
    private static let known: [(name: StaticString, gibibytes: Int, idle: Int, max: Int, source: String)] = [
        ("v100", 16, 30, 300, "power model of PWR+FGD, CCGrid 2025"),
        ("p100", 16, 25, 250, "power model of PWR+FGD, CCGrid 2025"),
        ("t4", 16, 10, 70, "power model of PWR+FGD, CCGrid 2025"),
        ("a10", 24, 30, 150, "power model of PWR+FGD, CCGrid 2025"),
        ("k80", 12, 15, 150, "half of the board's 300 W; idle is an estimate"),
    ]

    /// The kind with its figures, and whether those are a mere assumption: 25 W idle and 250 W at work, as a P100.
    static func kind(_ name: KindName, in shipped: Catalogue) -> (kind: AcceleratorKind, isAssumed: Bool) {
        if let kind = shipped.kinds[name] { return (kind, false) }
        if let found = known.first(where: { $0.name.description == name.text }) {
            return (gpu(name, found.gibibytes, idle: found.idle, max: found.max, .published, found.source), false)
        }
        return (gpu(name, 16, idle: 25, max: 250, .operatorEstimate, "assumed for a replay"), true)
    }

    private static func gpu(
        _ name: KindName, _ gibibytes: Int, idle: Int, max: Int, _ provenance: Provenance, _ source: String
    ) -> AcceleratorKind {
        AcceleratorKind(
            name: name, vendor: .nvidia, memory: .gibibytes(gibibytes),
            power: PowerRange(
                idle: Watts(idle), min: nil, default: Watts(max), max: Watts(max), provenance: provenance, source: source),
            legalSets: .any)
    }
}
