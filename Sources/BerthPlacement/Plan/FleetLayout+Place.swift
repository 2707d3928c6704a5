import BerthModel

extension FleetLayout {
    /// Where all members go by the first alternative that holds them; nil when none does.
    func place(_ request: PlacementRequest, on words: [UInt64]) -> [MemberPlacement]? {
        for alternative in request.alternatives {
            var planner = Planner(self, request, alternative, words: words)
            if let placements = planner.place(request.members) { return placements }
        }
        return nil
    }
}
