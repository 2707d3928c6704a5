import BerthModel

/// Which cores and whose memory: exchanges on words that only names need, after the engine has granted the amounts. Given back before the
/// engine's claim is, so that names are never scarcer than amounts.
extension PlacementCore {
    /// - Returns: nil when other threads exchange names at this instant; the claim is not given back.
    func named(_ claim: Claim, member: Int, _ alternative: PlacementRequest.Alternative) -> MemberPlacement? {
        let host = hosts.host(of: claim)
        guard layout.nodes[host].isPlain else { return namedByLists(claim, host, member: member, alternative) }
        let sides = SideWord(bits: claim.sides)
        var cores = CoreMasks()
        if claim.part != 0 {
            cores = CoreMasks(
                part: MemberPlacement.Core(
                    numaNode: PlacementEngine.numaNode(ofPart: claim.part), core: PlacementEngine.core(ofPart: claim.part),
                    eighths: PlacementEngine.eighths(ofPart: claim.part)))
        } else {
            guard let taken = hosts.takeCores(of: host, sides) else { return nil }
            cores = taken
        }
        let memory = MemoryPair(first: UInt32(sides.mebibytes(0)), second: UInt32(sides.mebibytes(1)))
        let placement = MemberPlacement(
            member: member, node: layout.nodes[host].name, kind: alternative.kind, deviceMask: claim.devices, cores: cores, memory: memory,
            watts: Watts(milliwatts: Int64(claim.milliwatts)))
        return completed(placement, claim, host, alternative)
    }

    private func completed(
        _ placement: MemberPlacement, _ claim: Claim, _ host: Int, _ alternative: PlacementRequest.Alternative
    ) -> MemberPlacement {
        var placement = placement
        placement.position = NodePosition(host)
        placement.lnc = alternative.lnc
        if let partition = alternative.partition {
            placement.part = MemberPlacement.Part(
                partition: partition, start: claim.share.profile == nil ? nil : claim.share.start, thousandths: alternative.thousandths,
                boardWatts: alternative.wattsPerDevice)
        }
        return placement
    }

    /// For hosts whose sides stand for several NUMA nodes, or have more cores than masks hold.
    private func namedByLists(
        _ claim: Claim, _ host: Int, member: Int, _ alternative: PlacementRequest.Alternative
    ) -> MemberPlacement? {
        let kind = alternative.kind
        let (node, shape) = (layout.nodes[host], layout.shape(of: host))
        var near: [(numaNode: Int, count: Int)] = []
        if let kind, let group = shape.groupIndex(of: kind) { near = shape.groups[group].shares(of: claim.devices) }
        guard let sides = takeCores(claim, host, near) else { return nil }
        var cores: [MemberPlacement.Core] = []
        cores.reserveCapacity(sides.reduce(1) { $0 + $1.count })
        for (side, positions) in sides.enumerated() {
            for position in positions {
                guard let core = shape.core(position, of: side) else { preconditionFailure("(1) core \(position) is not there") }
                cores.append(MemberPlacement.Core(numaNode: core.numaNode, core: core.core, eighths: CoreWord.whole))
            }
        }
        if claim.part != 0 {
            let side = PlacementEngine.numaNode(ofPart: claim.part)
            guard let core = shape.core(PlacementEngine.core(ofPart: claim.part), of: side) else {
                preconditionFailure("(1) a part of a core is not there")
            }
            let eighths = PlacementEngine.eighths(ofPart: claim.part)
            cores.append(MemberPlacement.Core(numaNode: core.numaNode, core: core.core, eighths: eighths))
        }
        // Cores of one side ascend as they are.
        if shape.isFolded || claim.part != 0 { cores.sort { ($0.numaNode, $0.core) < ($1.numaNode, $1.core) } }
        if near.isEmpty { for core in cores { near.append((core.numaNode, 1)) } }
        guard let memory = takeMemory(claim, host, near) else {
            for (side, positions) in sides.enumerated() { hosts.giveCores(of: host, side: side, positions) }
            return nil
        }
        var placement = MemberPlacement(
            member: member, node: node.name, kind: kind, deviceMask: claim.devices, cores: CoreMasks(), memory: MemoryPair(),
            watts: Watts(milliwatts: Int64(claim.milliwatts)))
        placement.cores = cores
        placement.memory = memory.indices.compactMap { memory[$0] > 0 ? .init(numaNode: $0, mebibytes: memory[$0]) : nil }
        return completed(placement, claim, host, alternative)
    }

    // MARK: Cores

    /// - Returns: the positions of the cores on each side; nil when fewer are free, and then none is held.
    private func takeCores(_ claim: Claim, _ host: Int, _ near: [(numaNode: Int, count: Int)]) -> [[Int]]? {
        let shape = layout.shape(of: host)
        var taken: [[Int]] = []
        for side in 0..<shape.sideCount {
            let count = SideWord(bits: claim.sides).cores(side)
            let numaNodes = shape.numaNodes(of: side)
            var positions: [Int] = []
            if numaNodes.count == 1 {
                positions = hosts.takeCores(of: host, side: side, count: count, in: shape.numaNodes[numaNodes[0]].cores)
            } else if count > 0 {
                positions = takeCores(count, host, side, numaNodes, near)
            }
            taken.append(positions)
            guard positions.count == count else {
                for (side, positions) in taken.enumerated() { hosts.giveCores(of: host, side: side, positions) }
                return nil
            }
        }
        return taken
    }

    /// Cores of a side that stands for several NUMA nodes.
    private func takeCores(
        _ count: Int, _ host: Int, _ side: Int, _ numaNodes: [Int], _ near: [(numaNode: Int, count: Int)]
    ) -> [Int] {
        let shape = layout.shape(of: host)
        let words = hosts.coresTaken(of: host, side: side)
        let free = shape.numaNodes.indices.map { numaNode -> Int in
            guard shape.numaNodes[numaNode].side == side else { return 0 }
            return shape.numaNodes[numaNode].cores.count { words[$0 / CoreWord.coresMax].eighths(of: $0 % CoreWord.coresMax) == 0 }
        }
        var positions: [Int] = []
        for (numaNode, amount) in Share.split(count, free: free, near: near).enumerated() where amount > 0 {
            positions += hosts.takeCores(of: host, side: side, count: amount, in: shape.numaNodes[numaNode].cores)
        }
        // What another thread took meanwhile is made up wherever there is some.
        for numaNode in numaNodes where positions.count < count {
            let missing = count - positions.count
            positions += hosts.takeCores(of: host, side: side, count: missing, in: shape.numaNodes[numaNode].cores)
        }
        return positions
    }

    // MARK: Memory

    /// - Returns: MiB of each NUMA node; nil when less is free, and then none is held.
    private func takeMemory(_ claim: Claim, _ host: Int, _ near: [(numaNode: Int, count: Int)]) -> [Int]? {
        let (shape, sides) = (layout.shape(of: host), SideWord(bits: claim.sides))
        let first = layout.nodes[host].memories
        guard first >= 0 else { return (0..<shape.sideCount).map(sides.mebibytes) }
        var taken = [Int](repeating: 0, count: shape.numaNodes.count)
        for side in 0..<shape.sideCount {
            let numaNodes = shape.numaNodes(of: side)
            for _ in 0..<PlacementCore.memoryAttemptsMax {
                let missing = sides.mebibytes(side) - numaNodes.reduce(0) { $0 + taken[$1] }
                if missing == 0 { break }
                let free = shape.numaNodes.indices.map { numaNodes.contains($0) ? Int(memories.load(first + $0)) : 0 }
                let wanted = Share.split(missing, free: free, near: near)
                for (numaNode, amount) in wanted.enumerated() where amount > 0 {
                    let isTaken = memories.update(first + numaNode) { $0 >= UInt64(amount) ? $0 - UInt64(amount) : nil } != nil
                    if isTaken { taken[numaNode] += amount }
                }
            }
            guard numaNodes.reduce(0, { $0 + taken[$1] }) == sides.mebibytes(side) else {
                giveMemory(taken, host)
                return nil
            }
        }
        return taken
    }

    private static let memoryAttemptsMax = 8

    private func giveMemory(_ amounts: [Int], _ host: Int) {
        for (numaNode, amount) in amounts.enumerated() where amount > 0 {
            memories.add(layout.nodes[host].memories + numaNode, UInt64(amount))
        }
    }

    // MARK: What is named already

    /// Takes what a placement names, all or nothing.
    func take(_ pieces: Pieces, isRestored: Bool) -> Bool {
        var claimer = engine.claimer(0)
        guard hosts.claim(exactly: pieces.claim, isRestored: isRestored, &claimer) else { return false }
        guard takeCores(pieces.cores, pieces.host) else {
            hosts.release(pieces.claim, &claimer)
            return false
        }
        for (numaNode, amount) in pieces.memory.enumerated() where amount > 0 {
            let word = layout.nodes[pieces.host].memories + numaNode
            if memories.update(word, by: { $0 >= UInt64(amount) ? $0 - UInt64(amount) : nil }) != nil { continue }
            var held = pieces
            for later in numaNode..<held.memory.count { held.memory[later] = 0 }
            giveBack(held)
            return false
        }
        return true
    }

    private func takeCores(_ cores: Pieces.Cores, _ host: Int) -> Bool {
        switch cores {
        case .masks(let masks): return hosts.takeCores(of: host, exactlyOnHost: masks)
        case .positions(let sides):
            for (side, positions) in sides.enumerated() where !hosts.takeCores(of: host, side: side, exactly: positions) {
                for earlier in 0..<side { hosts.giveCores(of: host, side: earlier, sides[earlier]) }
                return false
            }
            return true
        }
    }

    func giveBack(_ pieces: Pieces) {
        var claimer = engine.claimer(0)
        if !pieces.memory.isEmpty { giveMemory(pieces.memory, pieces.host) }
        switch pieces.cores {
        case .masks(let masks): hosts.giveCores(ofHost: pieces.host, masks)
        case .positions(let sides):
            for (side, positions) in sides.enumerated() { hosts.giveCores(of: pieces.host, side: side, positions) }
        }
        hosts.release(pieces.claim, &claimer)
    }
}
