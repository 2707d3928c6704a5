import BerthAPI
import BerthModel
import BerthScheduler

extension JobView {
    /// A job with what it waits for.
    init(_ job: Job, _ scheduler: Scheduler, in fleet: FleetDirectory) {
        self.init(job, blocker: scheduler.reason(of: job), in: fleet)
    }

    /// The job, or the whole array, that a number was given to.
    init(_ tasks: [Job], _ scheduler: Scheduler, in fleet: FleetDirectory) {
        guard tasks[0].id.task != nil else {
            self.init(tasks[0], scheduler, in: fleet)
            return
        }
        let waiting = tasks.first { $0.state == .pending }
        self.init(array: tasks, blocker: waiting.flatMap { scheduler.reason(of: $0) }, in: fleet)
    }
}
