import BerthModel

extension PlacementCore {
    /// Why a request can never be placed here: not on the emptied fleet with every node admitting, nor under full budgets. Empty when
    /// it can; else one shortage for each alternative, of reason `noSuchKind` or `neverFits`.
    /// - Complexity: O(nodes), for each alternative.
    public func canEverFit(_ request: PlacementRequest) -> [Shortage] {
        let explanation = Explanation(self, request)
        var shortages: [Shortage] = []
        for alternative in request.alternatives {
            guard let shortage = explanation.impossibility(of: alternative) else { return [] }
            shortages.append(shortage)
        }
        return shortages
    }
}
