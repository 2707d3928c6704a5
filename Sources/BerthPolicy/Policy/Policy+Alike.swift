import BerthModel

extension Policy {
    /// Whether jobs ask the same of the placement core under both policies, and whether what they hold counts the same: nothing that was
    /// claimed has to be claimed again. Shares, limits, weights, times, users and the rules of backfill and preemption may differ.
    /// - Complexity: O(agencies).
    public func asksAlike(_ other: Policy) -> Bool {
        power == other.power && accelerators == other.accelerators && workloads == other.workloads && placement == other.placement
            && objective == other.objective && objectives == other.objectives && learning == other.learning
            && hostLabels == other.hostLabels
            // Then how long jobs stay is part of what they ask.
            && (backfill.method == .none) == (other.backfill.method == .none) && allowsAlike(other)
    }

    /// Whether, besides asking alike, jobs stand in the same order under both policies as far as agencies' shares and limits do not decide,
    /// and the same things are counted: shares, limits, users and times may differ.
    /// - Complexity: O(agencies).
    public func ordersAlike(_ other: Policy) -> Bool {
        asksAlike(other) && fairness?.unit == other.fairness?.unit && mayPreempt == other.mayPreempt
            && agencies.mapValues(\.parent) == other.agencies.mapValues(\.parent)
            && queues.mapValues(\.standing) == other.queues.mapValues(\.standing)
            // How long jobs are expected to take is asked anew with each policy.
            && !queues.values.contains { $0.order != .submitted } && !weighsWaiting
            && agencies.mapValues({ $0.jobsPerUser == nil }) == other.agencies.mapValues { $0.jobsPerUser == nil }
            && queues.mapValues(\.countsJobs) == other.queues.mapValues(\.countsJobs)
    }

    /// Whether jobs may wait for a faster kind.
    private var weighsWaiting: Bool { objective == .earliestFinish || queues.values.contains { $0.objective == .earliestFinish } }

    private var objectives: [QueueName: Objective] { queues.compactMapValues(\.objective) }

    /// A job whose workload its agency may not run asks nothing.
    private func allowsAlike(_ other: Policy) -> Bool {
        let lists = agencies.mapValues(\.models).filter { !$0.value.isEmpty }
        guard lists == other.agencies.mapValues(\.models).filter({ !$0.value.isEmpty }) else { return false }
        return lists.isEmpty || agencies.mapValues(\.parent) == other.agencies.mapValues(\.parent)
    }
}

extension Policy.Queue {
    /// What decides where its jobs stand.
    fileprivate struct Standing: Equatable {
        var weight: Int
        var ageing: Int
        var order: Policy.JobOrder
        var isStopped: Bool
    }

    fileprivate var standing: Standing { Standing(weight: weight, ageing: ageing, order: order, isStopped: isStopped) }
    fileprivate var countsJobs: Bool { jobLimit != nil || jobsPerUser != nil }
}
