import BerthModel

extension Policy {
    /// Whether jobs ask the same of the placement core under both policies, and whether what they hold counts the same: nothing that was
    /// claimed has to be claimed again. Shares, limits, weights, times, users and the rules of backfill and preemption may differ.
    /// - Complexity: O(agencies).
    public func asksAlike(_ other: Policy) -> Bool {
        power == other.power && accelerators == other.accelerators && workloads == other.workloads && placement == other.placement
            && objective == other.objective && hostLabels == other.hostLabels && objectives == other.objectives
            // Then how long jobs stay is part of what they ask.
            && (backfill.method == .none) == (other.backfill.method == .none) && allowsAlike(other)
    }

    private var objectives: [QueueName: Objective] { queues.compactMapValues(\.objective) }

    /// A job whose workload its agency may not run asks nothing.
    private func allowsAlike(_ other: Policy) -> Bool {
        let lists = agencies.mapValues(\.models).filter { !$0.value.isEmpty }
        guard lists == other.agencies.mapValues(\.models).filter({ !$0.value.isEmpty }) else { return false }
        return lists.isEmpty || agencies.mapValues(\.parent) == other.agencies.mapValues(\.parent)
    }
}
