import BerthAPI
import BerthModel
import BerthScheduler

extension JobView.Node {
    /// What a member would hold, or holds before anything is known of its process.
    init(_ placement: MemberPlacement, of spec: JobSpec, state: String, in fleet: FleetDirectory) {
        let node = fleet[placement.node]
        let group = placement.kind.flatMap { node?.group(of: $0)?.group }
        let devices = placement.devices.compactMap { index in group.flatMap { $0.devices.indices.contains(index) ? $0.devices[index] : nil }
        }
        let cpus = placement.cores.flatMap { core -> [Int] in
            guard let numaNode = node?.numaNodes, numaNode.indices.contains(core.numaNode),
                numaNode[core.numaNode].cores.indices.contains(core.core)
            else { return [] }
            return numaNode[core.numaNode].cores[core.core]
        }
        let memoryNodes = placement.memory.compactMap { part in
            node.flatMap { $0.numaNodes.indices.contains(part.numaNode) ? $0.numaNodes[part.numaNode].index : nil }
        }
        self.init(
            member: placement.member, name: placement.node.text, kind: placement.kind?.text, devices: devices.map(\.id),
            deviceIndexes: placement.devices,
            cpus: IndexList.text(cpus), memoryNodes: IndexList.text(memoryNodes),
            memoryMebibytes: placement.memory.reduce(0) { $0 + $1.mebibytes },
            watts: placement.accountedWatts.roundedUp,
            endpoints: spec.jobClass == .service ? placement.port.map { ["http://127.0.0.1:\($0)"] } ?? [] : [],
            pid: nil, ready: nil, state: state, restarts: 0, output: nil,
            modelled: (node?.isModelled ?? false) || devices.contains { $0.isModelled })
        part = placement.part.map { part in "\(part.partition)\(part.start.map { "@\($0)" } ?? "")" }
        lnc = placement.lnc
    }

    /// A member of the current or last attempt.
    init(_ member: Member, of job: Job, in fleet: FleetDirectory) {
        self.init(member.placement, of: job.spec, state: JobView.Node.word(member.phase), in: fleet)
        if case .running(let pid) = member.phase {
            self.pid = pid
            ready = job.spec.jobClass == .service ? member.isReady : nil
        }
        restarts = member.run - 1
        let name = OutputName(job: job.id, node: member.placement.node, member: member.number).expand(job.spec.output)
        output = name.hasPrefix("/") ? name : "\(job.spec.directory)/\(name)"
    }

    private static func word(_ phase: Member.Phase) -> String {
        switch phase {
        case .ordered: "starting"
        case .running: "running"
        case .exited(let outcome): outcome.word
        case .waiting: "restarting"
        case .displaced: "displaced"
        }
    }
}

extension RunOutcome {
    /// How a run ended, in a word or two.
    var word: String {
        switch self {
        case .exited(0): "succeeded"
        case .exited(let code): "exited \(code)"
        case .signalled(let signal): "signal \(signal)"
        case .timedOut: "timed-out"
        case .failedToStart: "failed to start"
        case .lost: "lost"
        }
    }
}
