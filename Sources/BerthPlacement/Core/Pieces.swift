import BerthModel

/// What a placement names, in the engine's numbers.
struct Pieces {
    /// Whole cores.
    enum Cores {
        /// Of a plain host.
        case masks(CoreMasks)
        /// Of each side, by position there.
        case positions([[Int]])
    }

    var host: Int
    var claim: Claim
    var cores: Cores
    /// MiB of each NUMA node, where the engine counts several of them as one; empty elsewhere.
    var memory: [Int]

    /// - Returns: nil when the placement names a node, kind, device, core or NUMA node that the fleet does not have, or more than one claim
    ///   can hold: parts of several cores.
    init?(_ member: MemberPlacement, _ hosts: Hosts) {
        let layout = hosts.layout
        guard let host = layout.host(of: member), member.kind != nil || member.deviceCount == 0 else { return nil }
        let shape = layout.shape(of: host)
        guard let group = shape.groupIndex(of: member.kind), let milliwatts = UInt32(exactly: member.watts.milliwatts) else { return nil }
        self.host = host
        claim = Claim()
        claim.node = hosts.engine.numbers[layout.nodes[host].position + group]
        claim.milliwatts = milliwatts
        guard let devices = member.devicesAsMask ?? Pieces.mask(member.devices) else { return nil }
        if devices != 0 {
            guard devices & ~shape.groups[group].installed == 0 else { return nil }
            claim.devices = devices
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
        cores = .masks(CoreMasks())
        memory = []
        if layout.nodes[host].isPlain, let masks = member.coresAsMasks, let pair = member.memoryAsPair {
            guard add(masks, pair, shape) else { return nil }
        } else {
            guard add(member.cores, shape), add(member.memory, shape) else { return nil }
        }
    }

    private static func mask(_ devices: [Int]) -> UInt16? {
        var mask: UInt16 = 0
        for device in devices {
            guard (0..<Limits.devicesPerGroupMax).contains(device) else { return nil }
            mask |= 1 << UInt16(device)
        }
        return mask
    }

    private mutating func add(_ masks: CoreMasks, _ pair: MemoryPair, _ shape: HostShape) -> Bool {
        let mebibytes = (Int(pair.first), Int(pair.second))
        var sides = SideWord(bits: 0)
        for numaNode in 0..<CoreMasks.numaNodesMax {
            let amount = numaNode == 0 ? mebibytes.0 : mebibytes.1
            let (low, high) = (masks[numaNode * 2], masks[numaNode * 2 + 1])
            guard numaNode < shape.numaNodes.count else {
                guard low | high == 0, amount == 0 else { return false }
                continue
            }
            let count = UInt64(shape.numaNodes[numaNode].coreCount)
            guard low >> min(count, 64) == 0, high >> (max(count, 64) - 64) == 0, amount <= shape.numaNodes[numaNode].mebibytes else {
                return false
            }
            sides = sides + SideWord(cores: low.nonzeroBitCount + high.nonzeroBitCount, mebibytes: amount, on: numaNode)
        }
        if let part = masks.part {
            guard part.numaNode < shape.numaNodes.count, part.core < shape.numaNodes[part.numaNode].coreCount else { return false }
            claim.part = PlacementEngine.part(part.numaNode, part.core, part.eighths)
        }
        claim.sides = sides.bits
        cores = .masks(masks)
        return true
    }

    private mutating func add(_ named: [MemberPlacement.Core], _ shape: HostShape) -> Bool {
        var cores = [[Int]](repeating: [], count: shape.sideCount)
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
        self.cores = .positions(cores)
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
