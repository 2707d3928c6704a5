import BerthModel

/// The operators' figures for two kinds and what jobs took on them do not go together. It is told, and nothing follows from it.
public struct SpeedDisagreement: Hashable, Sendable {
    public var key: KindTimes.Key
    /// The kind that it is compared with.
    public var other: KindTimes.Key
    /// How many times as fast as the other the policy says it is, in thousandths.
    public var said: Int
    /// How many times as fast it was.
    public var seen: Int
    public var jobs: Int
    public var otherJobs: Int

    /// `workload llm: h200 (8 slots) is 2.5 times as fast as trn2 (16 slots) by the policy, and was 1.2 times as fast in 23 jobs against
    /// 40: the policy's figure is used`.
    public var sentence: String {
        "workload \(key.workload): \(key.kind) (\(key.slots) slots) is \(KindSpeed.text(said)) times as fast as \(other.kind) "
            + "(\(other.slots) slots) by the policy, and was \(KindSpeed.text(seen)) times as fast in \(jobs) "
            + "\(jobs == 1 ? "job" : "jobs") against \(otherJobs): the policy's figure is used"
    }
}
