import BerthModel
import BerthScheduler

/// Places in the queue among the jobs that one caller may see. Found only when somebody asks.
struct QueuePositions {
    /// Jobs at the head of the queue that get a place. Whoever is further back learns little from a number.
    private static let placesMax = 5000

    private let scheduler: Scheduler
    private var sight: Sight
    private lazy var places: [JobID: Int] = {
        let visible = scheduler.queueOrder(limit: QueuePositions.placesMax).filter { id in
            scheduler.state.jobs[id].map { sight.sees($0.agency) } ?? false
        }
        return Dictionary(uniqueKeysWithValues: visible.enumerated().map { ($1, $0 + 1) })
    }()

    init(_ scheduler: Scheduler, _ sight: Sight) {
        self.scheduler = scheduler
        self.sight = sight
    }

    /// From 1; nil for a job that does not wait, or waits for something else than its turn.
    mutating func place(of job: Job) -> Int? { job.state == .pending ? places[job.id] : nil }
}
