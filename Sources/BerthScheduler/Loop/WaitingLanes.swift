import BerthModel
import BerthPolicy

/// Jobs that wait for nothing but their turn, gathered lane by lane before they are put into the queue.
struct WaitingLanes {
    /// What a queue makes of its jobs' places.
    private struct Rules {
        var rung = Rung(weight: 0, ageing: 0)
        /// Added to the priority of each job.
        var weight = 0
        var isShortestFirst = false
        var isStopped = false
    }

    /// No order within; as they came within a lane.
    private(set) var positions: [LaneKey: [JobPosition]] = [:]
    private let rules: [QueueName: Rules]

    init(_ policy: Policy) {
        let isFair = policy.fairness != nil
        rules = policy.queues.mapValues { queue in
            Rules(
                rung: Rung(weight: isFair ? queue.weight : 0, ageing: queue.ageing), weight: isFair ? 0 : queue.weight,
                isShortestFirst: queue.order == .shortest, isStopped: queue.isStopped)
        }
    }

    /// Notes a job without begin and deadline, unless its queue starts nothing. What comes out is what `Scheduler.ticket(of:)` says.
    /// - Parameter expected: milliseconds that it takes, asked for where that decides.
    mutating func add(_ job: Job, _ shape: Int, agency: Int, expected: () -> Int64) {
        let rules = job.submission.terms.spec.queue.flatMap { self.rules[$0] } ?? Rules()
        guard !rules.isStopped else { return }
        let lateness = Rung.lateness(rules.rung.ageing, priority: rules.weight + job.priority, submittedAt: job.submittedAt)
        positions[LaneKey(shape: shape, rung: rules.rung, agency: agency), default: []].append(
            JobPosition(lateness: lateness, then: rules.isShortestFirst ? expected() : .max, number: job.id.number))
    }
}
