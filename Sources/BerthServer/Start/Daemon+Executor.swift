import BerthExecutors
import BerthModel
import BerthScheduler
import BerthStorage

extension Daemon {
    /// The executor that was asked for. What it reports goes to the scheduler's thread.
    func makeExecutor(_ state: StateDirectory, _ thread: SchedulerThread, at now: Timestamp) throws -> any Executor {
        switch options.execution {
        case .simulated: SimulatedExecutor(at: now) { thread.report($0) }
        case .local:
            try LocalExecutor(stateDirectory: state.path, supervisor: try LocalExecutor.installedSupervisor(), log: log) {
                thread.report($0)
            }
        }
    }
}
