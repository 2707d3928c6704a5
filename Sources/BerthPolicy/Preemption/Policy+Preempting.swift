public import BerthModel

extension Policy {
    /// Whether any job may ever be stopped for another.
    /// - Complexity: O(queues + agencies): asked once for each policy.
    public var mayPreempt: Bool {
        queues.values.contains { !$0.preempts.isEmpty } || agencies.values.contains { $0.borrowing != Borrowing() }
    }

    /// Whether a job offers to be stopped for others, or stands in a queue that others preempt. Services never do.
    public func isPreemptible(_ job: JobSpec) -> Bool {
        guard job.jobClass != .service else { return false }
        return job.preemptible != nil || queues.values.contains { queue in job.queue.map(queue.preempts.contains) ?? false }
    }

    /// Whether jobs of one queue may stop those of another.
    public func preempts(_ queue: QueueName?, _ other: QueueName?) -> Bool {
        guard let other, let queue else { return false }
        return queues[queue]?.preempts.contains(other) ?? false
    }

    /// How long an attempt is left alone after its start.
    /// - Parameter preemptions: how often the job was preempted before.
    public func protectedTime(of job: JobSpec, preemptions: Int) -> Duration {
        let least = job.queue.flatMap { queues[$0]?.minRun } ?? preemption.minRun
        return preemptions == 0 ? least : max(least, preemption.cooldown)
    }

    /// Between the notice and KILL.
    public func preemptionGrace(of job: JobSpec) -> Duration { min(preemption.grace, job.preemptible ?? job.grace) }
}
