public import BerthModel

/// The answer to a request.
public enum PlanOutcome: Hashable, Sendable {
    /// Where each member goes, in the order of the request's members.
    case fits([MemberPlacement])
    /// Everything that is missing: taking all of it away makes the request fit, taking away all but one does not.
    case blocked([Shortage])
}
