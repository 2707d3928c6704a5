public import BerthModel

/// What would happen to a job if it were submitted now.
public enum PlanReply: Sendable {
    /// It starts at once, on these nodes, reserving these watts in all.
    case startsNow([MemberPlacement], watts: Watts)
    /// It is valid and waits, for these reasons; the leader first. These jobs would be told to end for it, where the policy has that.
    case waits([Blocker], stopping: [PlannedStop])
    /// It can never run here as asked.
    case never(BerthError)
}
