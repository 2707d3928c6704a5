public import BerthModel

extension Policy {
    /// What holds for the jobs that name a queue.
    public struct Queue: Hashable, Sendable {
        /// Only jobs of this class; nil for all.
        public var jobClass: JobClass?
        /// 0…1000: jobs of queues with more weight go first. Without fair share it is added to the priority of its jobs.
        public var weight: Int
        public var maxTime: Duration?
        public var defaultTime: Duration?
        /// Points of priority that a job gains for each hour it waits, 0…1000.
        public var ageing = 0
        public var order = JobOrder.submitted
        /// Which kind its jobs get; nil: as the policy says.
        public var objective: Objective?
        /// Queues whose preemptible jobs may be stopped for jobs of this one.
        public var preempts: [QueueName] = []
        /// Its own shortest run before a preemption; nil: as the policy says.
        public var minRun: Duration?
        /// Nothing of it is started while this is set.
        public var isStopped = false
        /// Jobs that are not over.
        public var jobLimit: Int?
        /// Jobs of one user that are not over.
        public var jobsPerUser: Int?

        public init(jobClass: JobClass? = nil, weight: Int = 0, maxTime: Duration? = nil, defaultTime: Duration? = nil) {
            self.jobClass = jobClass
            self.weight = weight
            self.maxTime = maxTime
            self.defaultTime = defaultTime
        }
    }

    /// How jobs of one agency stand in a queue, after their priority.
    public enum JobOrder: String, Hashable, Sendable, CaseIterable {
        /// The earlier number first.
        case submitted
        /// Those first that are expected to end sooner.
        case shortest
        /// As `shortest`, but those first that alone take most of what is left to do.
        case makespan
    }
}
