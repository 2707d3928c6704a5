import BerthModel

extension PlacementCore {
    /// Why a request can never be placed here: not on the emptied fleet with every node admitting, nor under full budgets. Empty when
    /// it can; else one shortage for each alternative, of reason `noSuchKind` or `neverFits`.
    /// - Complexity: that of `plan(_:)` for each alternative.
    public func canEverFit(_ request: PlacementRequest) -> [Shortage] {
        let words = table.words.loadAll()
        var shortages: [Shortage] = []
        for alternative in request.alternatives {
            guard let shortage = layout.impossibility(of: request, alternative, on: words) else { return [] }
            shortages.append(shortage)
        }
        return shortages
    }
}
