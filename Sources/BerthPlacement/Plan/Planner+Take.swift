import BerthModel

extension Planner {
    /// Places one member on a node that it fits, in the planner's words.
    mutating func take(_ member: Int, on node: Int) -> MemberPlacement {
        let layout = layout.nodes[node]
        let group = group(of: node)
        let word = NodeWord(bits: words[group.word])
        guard let set = group.choose(need.count, from: word.free), let claimed = word.claiming(set) else {
            preconditionFailure("a member is placed on node \(layout.name), where it does not fit")
        }
        words[group.word] = claimed.bits
        let shares = localShares(of: set, group)
        let cores = need.takesPartOfACore ? takePartOfACore(layout, near: shares) : takeCores(layout, near: shares)
        let memory = takeMemory(layout, near: shares, cores: cores)
        let watts = layout.watts(of: need)
        for domain in layout.path {
            words[self.layout.headroomWords.lowerBound + domain] = HeadroomWord(milliwatts: headroom(domain) - watts).bits
        }
        return MemberPlacement(
            member: member, node: layout.name, kind: need.kind, devices: (0..<16).filter { set >> UInt16($0) & 1 == 1 }, cores: cores,
            memory: memory,
            watts: Watts(milliwatts: watts))
    }

    /// For each NUMA node beside the set, how many of its devices are there. Devices of unknown locality draw nowhere.
    private func localShares(of set: UInt16, _ group: GroupLayout) -> [(numaNode: Int, devices: Int)] {
        group.localities.compactMap { locality in
            let devices = (locality.devices & set).nonzeroBitCount
            return devices == 0 ? nil : locality.numaNode.map { ($0, devices) }
        }
    }

    /// How much of `total` each NUMA node gives: beside the devices in proportion to them, what does not fit there beside any of
    /// them, and only then elsewhere, where it is kept together if it can be.
    private func split(_ total: Int, free: [Int], near shares: [(numaNode: Int, devices: Int)]) -> [Int] {
        var taken = Array(repeating: 0, count: free.count)
        var left = total
        func take(_ amount: Int, from numaNode: Int) {
            let amount = min(amount, left, free[numaNode] - taken[numaNode])
            taken[numaNode] += amount
            left -= amount
        }
        let devices = shares.reduce(0) { $0 + $1.devices }
        for share in shares { take((total * share.devices + devices - 1) / devices, from: share.numaNode) }
        for share in shares { take(left, from: share.numaNode) }
        while left > 0 {
            let open = free.indices.filter { free[$0] > taken[$0] }
            let roomy = open.filter { free[$0] - taken[$0] >= left }
            let next =
                roomy.min { (free[$0] - taken[$0], $0) < (free[$1] - taken[$1], $1) }
                ?? open.max { (free[$0] - taken[$0], -$0) < (free[$1] - taken[$1], -$1) }
            guard let next else { preconditionFailure("a member is placed where \(left) of \(total) do not fit") }
            take(left, from: next)
        }
        return taken
    }

    private mutating func takeCores(_ node: NodeLayout, near shares: [(numaNode: Int, devices: Int)]) -> [MemberPlacement.Core] {
        let free = node.numaNodes.map { numaNode in numaNode.coreWords.reduce(0) { $0 + CoreWord(bits: words[$1]).freeCores } }
        var cores: [MemberPlacement.Core] = []
        for (position, count) in split(need.wholeCores, free: free, near: shares).enumerated() {
            var left = count
            for (offset, index) in node.numaNodes[position].coreWords.enumerated() where left > 0 {
                let word = CoreWord(bits: words[index])
                let claim = word.wholeCores(left)
                guard let claimed = word.claiming(claim) else { preconditionFailure("free cores cannot be taken") }
                words[index] = claimed.bits
                for core in 0..<CoreWord.coresMax where claim.eighths(of: core) > 0 {
                    cores.append(MemberPlacement.Core(numaNode: position, core: offset * CoreWord.coresMax + core, eighths: CoreWord.whole))
                    left -= 1
                }
            }
        }
        return cores
    }

    /// One core beside the devices if one has room, else any; the fullest.
    private mutating func takePartOfACore(_ node: NodeLayout, near shares: [(numaNode: Int, devices: Int)]) -> [MemberPlacement.Core] {
        let near = shares.sorted { ($1.devices, $0.numaNode) < ($0.devices, $1.numaNode) }.map(\.numaNode)
        for positions in near.map({ [$0] }) + [Array(node.numaNodes.indices)] {
            var best: (taken: Int, position: Int, offset: Int, core: Int)?
            for position in positions {
                for (offset, index) in node.numaNodes[position].coreWords.enumerated() {
                    let word = CoreWord(bits: words[index])
                    guard let core = word.fullestCore(fitting: need.eighths), word.eighths(of: core) > best?.taken ?? -1 else { continue }
                    best = (word.eighths(of: core), position, offset, core)
                }
            }
            guard let best else { continue }
            let index = node.numaNodes[best.position].coreWords.lowerBound + best.offset
            guard let claimed = CoreWord(bits: words[index]).claiming(.part(best.core, need.eighths)) else {
                preconditionFailure("the fullest core is full")
            }
            words[index] = claimed.bits
            return [MemberPlacement.Core(numaNode: best.position, core: best.offset * CoreWord.coresMax + best.core, eighths: need.eighths)]
        }
        preconditionFailure("a member is placed on node \(node.name), which has no \(need.eighths) eighths of a core")
    }

    private mutating func takeMemory(
        _ node: NodeLayout, near shares: [(numaNode: Int, devices: Int)], cores: [MemberPlacement.Core]
    ) -> [MemberPlacement.Memory] {
        guard need.mebibytes > 0 else { return [] }
        var beside = shares
        if beside.isEmpty {
            for core in cores {
                if let last = beside.last, last.numaNode == core.numaNode {
                    beside[beside.count - 1].devices += 1
                } else {
                    beside.append((core.numaNode, 1))
                }
            }
        }
        let free = node.numaNodes.map { $0.mebibytes - MemoryWord(bits: words[$0.memoryWord]).taken }
        return split(need.mebibytes, free: free, near: beside).enumerated().compactMap { position, amount in
            guard amount > 0 else { return nil }
            let index = node.numaNodes[position].memoryWord
            words[index] += UInt64(amount)
            return MemberPlacement.Memory(numaNode: position, mebibytes: amount)
        }
    }
}
