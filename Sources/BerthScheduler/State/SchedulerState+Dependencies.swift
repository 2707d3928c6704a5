import BerthModel

/// Whether a dependency lets its job go.
enum DependencyStatus: Hashable, Sendable {
    case satisfied
    case waiting
    /// It can no longer be satisfied.
    case impossible
}

extension SchedulerState {
    /// - Precondition: the job of the dependency was submitted.
    /// - Complexity: O(1), for a task O(log tasks).
    func status(of dependency: Dependency) -> DependencyStatus {
        if let job = jobs[dependency.job] {
            return DependencyStatus(
                dependency.condition, tasks: 1, started: job.hasEverStarted ? 1 : 0, over: job.state.isFinal ? 1 : 0,
                succeeded: job.state == .succeeded ? 1 : 0)
        }
        guard let tally = jobs.tally(dependency.job.number), dependency.job.task == nil else {
            preconditionFailure("a dependency on job \(dependency.job), which does not exist, was admitted")
        }
        return DependencyStatus(
            dependency.condition, tasks: tally.tasks, started: tally.started, over: tally.over, succeeded: tally.succeeded)
    }
}

extension DependencyStatus {
    /// On an array a condition means all of its tasks.
    init(_ condition: Dependency.Condition, tasks: Int, started: Int, over: Int, succeeded: Int) {
        switch condition {
        case .after: self = started == tasks ? .satisfied : .waiting
        case .afterAny: self = over == tasks ? .satisfied : .waiting
        case .afterOK: self = over > succeeded ? .impossible : succeeded == tasks ? .satisfied : .waiting
        case .afterNotOK: self = succeeded > 0 ? .impossible : over == tasks ? .satisfied : .waiting
        }
    }
}
