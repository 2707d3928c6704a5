import BerthAPI
import BerthModel
import BerthScheduler

extension JobView {
    /// A job with what it waits for and its place in the queue.
    init(_ job: Job, _ scheduler: Scheduler, _ positions: inout QueuePositions, in fleet: FleetDirectory) {
        self.init(job, scheduler, in: fleet)
        position = positions.place(of: job)
    }

    private init(_ job: Job, _ scheduler: Scheduler, in fleet: FleetDirectory) {
        self.init(job, blocker: scheduler.reason(of: job), in: fleet)
        if let wanted = scheduler.wattsWanted(by: job) { watts = wanted.roundedUp }
    }

    /// The job, or the whole array, that a number was given to, without its place in the queue.
    /// - Precondition: `tasks` is not empty.
    init(_ tasks: [Job], _ scheduler: Scheduler, in fleet: FleetDirectory) {
        guard tasks.count > 1 || tasks[0].id.task != nil && tasks[0].spec.array?.indexes.count == 1 else {
            self.init(tasks[0], scheduler, in: fleet)
            return
        }
        self.init(array: tasks, blocker: tasks.first { $0.state == .pending }.flatMap { scheduler.reason(of: $0) }, in: fleet)
    }

    /// What an id stands for, with its place in the queue as one caller may see it: that of the first task that waits.
    init(_ tasks: [Job], asked id: JobID, _ scheduler: Scheduler, seenBy sight: Sight, in fleet: FleetDirectory) {
        if id.task == nil {
            self.init(tasks, scheduler, in: fleet)
        } else {
            self.init(tasks[0], scheduler, in: fleet)
        }
        var positions = QueuePositions(scheduler, sight)
        position = tasks.first { $0.state == .pending }.flatMap { positions.place(of: $0) }
    }
}
