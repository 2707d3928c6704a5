import BerthModel

/// What a placement names, in the engine's numbers.
struct Pieces {
    var host: Int
    var claim: Claim
    /// Whole cores of each side, by position there.
    var cores: [[Int]]
    /// MiB of each NUMA node, where the engine counts several of them as one; empty elsewhere.
    var memory: [Int]

    /// - Returns: nil when the placement names a node, kind, device, core or NUMA node that the fleet does not have, or more than one claim
    ///   can hold: parts of several cores.
    init?(_ member: MemberPlacement, _ hosts: Hosts) {
        let layout = hosts.layout
        guard let host = layout.nodeIndexes[member.node], member.kind != nil || member.devices.isEmpty else { return nil }
        let shape = layout.shape(of: host)
        guard let group = shape.groupIndex(of: member.kind), let milliwatts = UInt32(exactly: member.watts.milliwatts) else { return nil }
        self.host = host
        claim = Claim()
        claim.node = hosts.engine.numbers[layout.nodes[host].position + group]
        claim.milliwatts = milliwatts
        for device in member.devices {
            guard (0..<Limits.devicesPerGroupMax).contains(device), shape.groups[group].installed >> UInt16(device) & 1 == 1 else {
                return nil
            }
            claim.devices |= 1 << UInt16(device)
        }
        guard let charge = UInt16(exactly: member.thousandths) else { return nil }
        claim.charge = charge
        if let part = member.part {
            if case .mig = part.partition, part.start == nil { return nil }
            guard claim.devices.nonzeroBitCount == 1,
                let share = shape.groups[group].sharing?.share(part.partition, start: part.start)
            else { return nil }
            claim.share = share
        }
        cores = [[Int]](repeating: [], count: shape.sideCount)
        memory = []
        guard add(member.cores, shape), add(member.memory, shape) else { return nil }
    }

    private mutating func add(_ named: [MemberPlacement.Core], _ shape: HostShape) -> Bool {
        for core in named {
            guard shape.numaNodes.indices.contains(core.numaNode), (0..<shape.numaNodes[core.numaNode].coreCount).contains(core.core),
                (1...CoreWord.whole).contains(core.eighths)
            else { return false }
            let numaNode = shape.numaNodes[core.numaNode]
            if core.eighths == CoreWord.whole {
                cores[numaNode.side].append(numaNode.firstCore + core.core)
            } else {
                guard claim.part == 0 else { return false }
                claim.part = PlacementEngine.part(numaNode.side, numaNode.firstCore + core.core, core.eighths)
            }
        }
        guard cores.allSatisfy({ $0.count <= SideWord.coresMax }) else { return false }
        claim.sides = cores.indices.reduce(SideWord(bits: 0)) { $0 + SideWord(cores: cores[$1].count, mebibytes: 0, on: $1) }.bits
        return true
    }

    private mutating func add(_ named: [MemberPlacement.Memory], _ shape: HostShape) -> Bool {
        var amounts = [Int](repeating: 0, count: shape.numaNodes.count)
        for memory in named {
            guard shape.numaNodes.indices.contains(memory.numaNode), 0...shape.numaNodes[memory.numaNode].mebibytes ~= memory.mebibytes
            else { return false }
            amounts[memory.numaNode] += memory.mebibytes
        }
        for (position, numaNode) in shape.numaNodes.enumerated() {
            guard amounts[position] <= numaNode.mebibytes else { return false }
            let side = SideWord(bits: claim.sides) + SideWord(cores: 0, mebibytes: amounts[position], on: numaNode.side)
            claim.sides = side.bits
        }
        memory = shape.isFolded ? amounts : []
        return true
    }
}
