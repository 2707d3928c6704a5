package import BerthModel
import BerthPlacement

extension MixedFleet {
    /// A fleet as its file describes it: nodes that are equal but for their name and place are of one type.
    ///
    /// - Parameters:
    ///   - powerBound: budgets as in the modelled fleet: those of places where nodes stand as a part of what claims could draw there,
    ///     every place above them 99 % of the sum below it. Nil for the file's ratings, less what stands there idle.
    /// - Throws: `BerthError` with code `invalidFleet` for a node that the engine has no words for, and for ratings below the idle draw.
    package init(_ fleet: Fleet, powerBound: Double?, agencies: Int = 11_000) throws(BerthError) {
        var reader = FleetConversion(fleet)
        for node in fleet.nodes { try reader.add(node) }
        guard !reader.kinds.isEmpty else {
            throw BerthError(.invalidFleet, "fleet \"\(fleet.name)\" has no devices to place on", hint: "name nodes with devices")
        }
        self.init(
            fleet: EngineFleet(
                types: reader.types, nodes: reader.nodes, domains: try reader.domains(powerBound: powerBound),
                kindCount: reader.kinds.count, agencyQuotas: [Int?](repeating: nil, count: agencies)),
            kinds: reader.kinds, deviceCount: reader.deviceCount)
    }
}
