import BerthModel
import BerthScheduler

/// One thing that the scheduler's thread is asked for.
enum Command: Sendable {
    /// Tells a client what came of its change: nil when the change is durable, else why it is not.
    typealias Settlement = (SchedulerLoop, BerthError?) -> Void

    /// Changes the state, or refuses to. What it returns is called once the batch is durable, or could not be made so.
    case change(@Sendable (SchedulerLoop, Timestamp) -> Settlement, refuse: @Sendable (BerthError) -> Void)
    /// Reads durable state only: it runs after the batch's commit.
    case read(@Sendable (SchedulerLoop) -> Void, refuse: @Sendable (BerthError) -> Void)
    /// Something happened to a process. It is kept until it is durable.
    case report(ExecutorReport)
    /// The last command: everything before it is done, everything after it is refused.
    case stop

    /// Answers a command that will not be tried.
    func refuse(_ error: BerthError) {
        switch self {
        case .change(_, let refuse), .read(_, let refuse): refuse(error)
        case .report, .stop: break
        }
    }
}
