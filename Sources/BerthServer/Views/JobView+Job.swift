import BerthAPI
import BerthModel
import BerthScheduler

extension JobView {
    /// - Parameter blocker: what a waiting job waits for first.
    init(_ job: Job, blocker: Blocker?, in fleet: FleetDirectory) {
        let spec = job.spec
        self.init(
            id: "\(job.id)", name: spec.name, state: job.state.rawValue, agency: job.agency.text, user: job.submitter.user,
            jobClass: spec.jobClass.rawValue, submittedAt: "\(job.submittedAt)")
        queue = spec.queue?.text
        attempt = job.attempt
        accelerators = spec.accelerators.isEmpty ? nil : spec.accelerators.map(\.description).joined(separator: " | ")
        together = spec.together?.rawValue
        exitCode = job.exitCode
        nodes = job.members.map { Node($0, of: job, in: fleet) }
        watts = job.watts.roundedUp
        members = spec.members.max
        membersReady = spec.jobClass == .service ? job.readyMembers : nil
        cpus = "\(spec.cpus)"
        memoryBytes = spec.memory.count
        priority = job.priority
        timeLimitSeconds = job.time?.seconds
        arrayLimit = spec.array?.limit
        modelled = nodes.contains { $0.modelled }
        startedAt = job.startedAt.map { "\($0)" }
        endedAt = job.endedAt.map { "\($0)" }
        explain(job, blocker)
        describe(spec)
    }

    private mutating func explain(_ job: Job, _ blocker: Blocker?) {
        if let blocker {
            reason = blocker.code.rawValue
            reasonMessage = blocker.message
        } else {
            reason = job.state == .unsatisfiable ? ReasonCode.dependencyNeverSatisfied.rawValue : nil
            reasonMessage = job.why
        }
    }

    private mutating func describe(_ spec: JobSpec) {
        switch spec.program {
        case .command(let words): command = words
        case .script(_, let arguments): command = ["(script)"] + arguments
        }
        directory = spec.directory
        output = spec.output
        dependencies = spec.dependencies.isEmpty ? nil : spec.dependencies.map(\.description)
        labels = spec.labels.isEmpty ? nil : spec.labels
    }
}
