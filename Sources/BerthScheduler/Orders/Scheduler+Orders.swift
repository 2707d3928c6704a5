import BerthModel
import BerthPolicy

extension Scheduler {
    /// Everything that an executor needs to start a member's current run, made from the state and the fleet alone: a restarted daemon makes
    /// the same order again.
    func startOrder(_ job: Job, _ member: Member) -> StartOrder {
        let spec = job.spec
        let node = fleetNode(member.placement.node)
        let cpus = member.placement.cpus(on: node)
        let names = OutputName(job: job.id, node: node.name, member: member.number)
        return StartOrder(
            run: job.runID(of: member), submitter: job.submitter, node: node.name, program: spec.program, directory: spec.directory,
            environment: environment(job, member, node, cpus), cpus: cpus, memoryNodes: member.placement.memoryNodes(on: node),
            output: names.expand(spec.output), error: spec.error.map(names.expand), timeLimit: job.time, warning: spec.warning,
            grace: spec.grace,
            readiness: spec.readiness, port: member.placement.port, simulation: spec.simulation, isService: spec.jobClass == .service)
    }

    /// The user's variables, and the scheduler's over them.
    private func environment(_ job: Job, _ member: Member, _ node: FleetNode, _ cpus: [Int]) -> [String: String] {
        var own = [
            "BERTH_JOB_ID": job.id.description, "BERTH_JOB_NAME": job.spec.name, "BERTH_AGENCY": job.agency.text,
            "BERTH_NODE": node.name.text,
            "BERTH_ATTEMPT": String(job.attempt), "BERTH_MEMBER": String(member.number), "BERTH_CPUS": IndexList.text(cpus),
        ]
        if let task = job.id.task { own["BERTH_ARRAY_TASK_ID"] = String(task) }
        if job.spec.jobClass == .gang { own.merge(gangVariables(job, member)) { $1 } }
        if job.spec.jobClass == .service, let port = member.placement.port { own["PORT"] = String(port) }
        own.merge(deviceVariables(member.placement, node)) { $1 }
        return job.spec.environment.merging(own) { $1 }
    }

    /// What torchrun and its kin read.
    private func gangVariables(_ job: Job, _ member: Member) -> [String: String] {
        let beside = job.members.filter { $0.placement.node == member.placement.node }
        let isOnOneNode = beside.count == job.members.count
        var variables = [
            "RANK": String(member.number), "WORLD_SIZE": String(job.members.count),
            "LOCAL_RANK": String(beside.firstIndex { $0.number == member.number } ?? 0), "LOCAL_WORLD_SIZE": String(beside.count),
            "MASTER_ADDR": isOnOneNode ? "127.0.0.1" : job.members[0].placement.node.text,
        ]
        if let port = job.members[0].placement.port { variables["MASTER_PORT"] = String(port) }
        return variables
    }

    private func deviceVariables(_ placement: MemberPlacement, _ node: FleetNode) -> [String: String] {
        guard let name = placement.kind, let group = node.group(of: name)?.group, let kind = rules.catalogue.kinds[name] else { return [:] }
        switch kind.vendor {
        case .nvidia:
            return ["CUDA_VISIBLE_DEVICES": placement.devices.map { group.devices[$0].id }.joined(separator: ",")]
        case .neuron:
            let each = kind.logicalCores ?? 1
            let cores = placement.devices.flatMap { position in
                let device = Int(group.devices[position].id) ?? position
                return Array((device * each)..<((device + 1) * each))
            }
            return ["NEURON_RT_VISIBLE_CORES": IndexList.text(cores.sorted())]
        }
    }

    func fleetNode(_ name: NodeName) -> FleetNode {
        guard let position = nodePositions[name] else {
            preconditionFailure("a job is placed on node \(name), which the fleet does not have")
        }
        return fleet.nodes[position]
    }
}
