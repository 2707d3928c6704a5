import BerthAPI
import BerthModel
import BerthScheduler

extension SubmitView {
    /// What became of a submission in the scheduling pass that followed it.
    init(_ reply: SubmitReply, _ scheduler: Scheduler, in fleet: FleetDirectory) {
        let tasks = scheduler.state.jobs.jobs(numbered: reply.id.number)
        precondition(!tasks.isEmpty, "job \(reply.id) was admitted and is not there")
        let view = JobView(tasks, scheduler, in: fleet)
        var isCreated = false
        if case .created = reply { isCreated = true }
        var seen: Set<String> = []
        self.init(
            id: view.id, created: isCreated, state: view.state, agency: view.agency, queue: view.queue,
            nodes: view.nodes.map(\.name).filter { seen.insert($0).inserted }, watts: view.watts, reason: view.reason,
            reasonMessage: view.reasonMessage,
            modelled: view.modelled)
    }
}
