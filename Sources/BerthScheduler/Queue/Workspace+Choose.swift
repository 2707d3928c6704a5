import BerthModel
import BerthPlacement

/// The placement core together with what chooses nodes on it: whatever is claimed or given back, the chooser is told.
extension Workspace {
    /// Claims all members or none.
    /// - Parameter explains: whether a refusal says what is missing, which costs much more than finding it out.
    mutating func claim(_ request: PlacementRequest, explains: Bool) -> PlanOutcome {
        guard var own = chooser.take() else {
            return explains ? core.claim(request) : core.claimIfFits(request).map(PlanOutcome.fits) ?? .blocked([])
        }
        defer { chooser = own }
        return explains
            ? core.claim(request, by: &own) : core.claimIfFits(request, by: &own).map(PlanOutcome.fits) ?? .blocked([])
    }

    mutating func release(_ members: [MemberPlacement]) {
        core.release(members)
        chooser?.changed(members, on: core)
    }

    mutating func setAdmitting(_ node: NodeIndex, _ admits: Bool) {
        openReserved()
        reservations.isReviewDue = true
        core.setAdmitting(node, admits)
        chooser?.changed(node, on: core)
    }

    /// Jobs of a shape were submitted: the chooser learns of them.
    mutating func learn(_ shape: Int, tasks: Int) {
        guard chooser != nil else { return }
        for _ in 0..<tasks { chooser?.arrived(shapes[shape].request, on: core) }
    }
}
