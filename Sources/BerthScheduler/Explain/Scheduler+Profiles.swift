public import BerthModel
public import BerthPolicy

/// How fast kinds are, and who says so.
extension Scheduler {
    /// Of each workload of the policy.
    public var profiles: [WorkloadProfile] { policy.profiles(learnt: state.kindTimes) }

    /// Where a policy and what jobs took do not go together, one sentence each.
    public func disagreements(with policy: Policy) -> [String] {
        policy.disagreements(learnt: state.kindTimes).map(\.sentence)
    }

    /// What the kinds of a job are compared by now, one phrase each; none for a job whose kinds are not compared.
    ///
    /// A job that waits was compared when it came.
    public func kindPhrases(of spec: JobSpec) -> [String] {
        guard rules.objective(of: spec) != nil else { return [] }
        let speeds = policy.speeds(of: spec, learnt: state.kindTimes)
        return speeds.count > 1 ? speeds.map { $0.sentence(revision: revision.number) } : []
    }
}
