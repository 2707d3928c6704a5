import BerthAPI
import BerthModel
import BerthScheduler

extension JobView {
    /// A whole array as one job: its state is that of the task that is furthest from its end, and it holds what its tasks hold.
    /// - Precondition: `tasks` is not empty, and of one array.
    init(array tasks: [Job], blocker: Blocker?, in fleet: FleetDirectory) {
        precondition(!tasks.isEmpty, "an array has tasks")
        let lead = tasks.min { JobView.rank($0.state) < JobView.rank($1.state) } ?? tasks[0]
        self.init(lead, blocker: lead.state == .pending ? blocker : nil, in: fleet)
        let active = tasks.filter(\.state.isActive)
        id = "\(lead.id.array)"
        state = lead.state.rawValue
        nodes = active.flatMap { task in task.members.map { Node($0, of: task, in: fleet) } }
        watts = active.reduce(Watts.zero) { $0 + $1.watts }.roundedUp
        members = tasks.count
        array = ArrayView(
            indexes: IndexList.text(tasks.compactMap(\.id.task)), tasks: tasks.count,
            pending: tasks.count { !$0.state.isActive && !$0.state.isFinal },
            active: active.count, succeeded: tasks.count { $0.state == .succeeded },
            failed: tasks.count { $0.state.isFinal && $0.state != .succeeded })
        attempt = tasks.map(\.attempt).max() ?? 0
        modelled = nodes.contains { $0.modelled }
        startedAt = tasks.compactMap(\.startedAt).min().map { "\($0)" }
        let isOver = tasks.allSatisfy(\.state.isFinal)
        endedAt = isOver ? tasks.compactMap(\.endedAt).max().map { "\($0)" } : nil
        exitCode = isOver ? tasks.compactMap(\.exitCode).max() : nil
    }

    /// Tasks at work lead, then those that wait, then those that ended badly.
    private static func rank(_ state: JobState) -> Int {
        switch state {
        case .running: 0
        case .unready: 1
        case .starting: 2
        case .stopping: 3
        case .pending: 4
        case .held: 5
        case .failed: 6
        case .timedOut: 7
        case .unsatisfiable: 8
        case .cancelled: 9
        case .succeeded: 10
        }
    }
}
