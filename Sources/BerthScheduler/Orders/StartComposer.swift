import BerthModel

extension Scheduler {
    /// The start of a member's current run, under its node's session.
    func start(_ job: Job, _ member: Member) -> DueStart {
        DueStart(job, member, session: state.nodes[member.placement.node]?.session ?? 0, composer)
    }
}

/// Makes orders for executors out of jobs, under one policy.
final class StartComposer: Sendable {
    private let fleet: Fleet
    private let positions: [NodeName: Int]
    private let kinds: [KindName: AcceleratorKind]

    init(_ fleet: Fleet, _ positions: [NodeName: Int], _ kinds: [KindName: AcceleratorKind]) {
        self.fleet = fleet
        self.positions = positions
        self.kinds = kinds
    }

    func order(_ job: Job, _ member: Member, session: Int) -> StartOrder {
        let spec = job.spec
        let node = fleetNode(member.placement.node)
        let cpus = member.placement.cpus(on: node)
        let names = OutputName(job: job.id, node: node.name, member: member.number)
        return StartOrder(
            run: job.runID(of: member), submitter: job.submitter, node: node.name, program: spec.program, directory: spec.directory,
            environment: environment(job, member, node, cpus), cpus: cpus, memoryNodes: member.placement.memoryNodes(on: node),
            output: names.expand(spec.output), error: spec.error.map(names.expand), timeLimit: job.time, warning: spec.warning,
            grace: spec.grace,
            readiness: spec.readiness, port: member.placement.port, simulation: spec.simulation, isService: spec.jobClass == .service,
            session: session)
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
        guard let name = placement.kind, let group = node.group(of: name)?.group, let kind = kinds[name] else { return [:] }
        switch kind.vendor {
        case .nvidia:
            return nvidiaVariables(placement, group)
        case .neuron:
            // The catalogue counts cores at the runtime's default.
            let each = (kind.logicalCores ?? 1) * AcceleratorRequest.lncDefault / (placement.lnc ?? AcceleratorRequest.lncDefault)
            let cores = placement.devices.flatMap { position in
                let device = Int(group.devices[position].id) ?? position
                return Array((device * each)..<((device + 1) * each))
            }
            var variables = ["NEURON_RT_VISIBLE_CORES": IndexList.text(cores.sorted())]
            if let lnc = placement.lnc { variables["NEURON_LOGICAL_NC_CONFIG"] = String(lnc) }
            return variables
        }
    }

    /// An instance is named by its device, profile and memory slice; a share of a device is what NVIDIA's MPS is told of it.
    private func nvidiaVariables(_ placement: MemberPlacement, _ group: DeviceGroup) -> [String: String] {
        let devices = placement.devices.map { group.devices[$0].id }
        switch placement.part?.partition {
        case .mig(let profile):
            let start = placement.part?.start ?? 0
            return ["CUDA_VISIBLE_DEVICES": devices.map { "MIG-\($0)/\(profile)/\(start)" }.joined(separator: ",")]
        case .thousandths(let count, let memory):
            return [
                "CUDA_VISIBLE_DEVICES": devices.joined(separator: ","),
                "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE": String(max(1, count / 10)),
                "CUDA_MPS_PINNED_DEVICE_MEM_LIMIT": "0=\(memory.mebibytesRoundedUp)M",
            ]
        case nil: return ["CUDA_VISIBLE_DEVICES": devices.joined(separator: ",")]
        }
    }

    private func fleetNode(_ name: NodeName) -> FleetNode {
        guard let position = positions[name] else {
            preconditionFailure("a job is placed on node \(name), which the fleet does not have")
        }
        return fleet.nodes[position]
    }
}
