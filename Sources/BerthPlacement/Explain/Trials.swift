/// Copies of a core to try things out on. Whoever claims on one gives everything back and settles its credits, for the next uses it again.
final class Trials {
    /// What is the case.
    let actual: Hosts
    /// What each domain has left when nothing is held, in milliwatts.
    let fullHeadrooms: [Int64]
    private var known: [Scarcity: Hosts] = [:]
    /// Of the request that is tried.
    private let label: UInt8

    init(_ core: PlacementCore, label: UInt8) {
        self.label = label
        fullHeadrooms = core.fullHeadrooms
        actual = Hosts(layout: core.layout, engine: core.engine.copy(without: [], headrooms: fullHeadrooms, label: label))
        known[[]] = actual
    }

    /// What would be the case if nobody held anything of these kinds.
    func hosts(without scarcity: Scarcity) -> Hosts {
        if let hosts = known[scarcity] { return hosts }
        let hosts = independent(Relaxation(scarcity))
        // The few that most explanations come back to.
        if scarcity.rawValue.nonzeroBitCount == 1 || scarcity == .all { known[scarcity] = hosts }
        return hosts
    }

    /// A copy that nobody else gets.
    func independent(_ relaxation: Relaxation) -> Hosts {
        Hosts(layout: actual.layout, engine: actual.engine.copy(relaxed: relaxation, headrooms: fullHeadrooms, label: label))
    }
}
