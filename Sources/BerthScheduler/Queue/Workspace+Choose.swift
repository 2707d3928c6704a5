import BerthModel
import BerthPlacement

/// The placement core together with what chooses nodes on it: whatever is claimed or given back, the chooser is told.
extension Workspace {
    /// Claims all members or none.
    mutating func claim(_ request: PlacementRequest) -> [MemberPlacement]? {
        guard var own = chooser.take() else { return core.claimIfFits(request) }
        defer { chooser = own }
        return core.claimIfFits(request, by: &own)
    }

    /// As `claim(_:)`; a refusal says what is missing, which costs much more than finding it out.
    mutating func explainedClaim(_ request: PlacementRequest) -> PlanOutcome {
        guard var own = chooser.take() else { return core.claim(request) }
        defer { chooser = own }
        return core.claim(request, by: &own)
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
        known.forget()
        if admits { touched.nodes.insert(node.value) }
    }

    /// Jobs of a shape were submitted: the chooser learns of them.
    mutating func learn(_ shape: Int, tasks: Int) {
        guard chooser != nil else { return }
        while needNumbers.count <= shape { needNumbers.append(nil) }
        for _ in 0..<tasks {
            needNumbers[shape] = chooser?.arrived(shapes[shape].request, as: needNumbers[shape], on: core)
        }
    }
}
