import BerthModel
import BerthPlacement

/// The counts of `NaiveScan`.
struct NaiveState: Sendable {
    struct Node: BitwiseCopyable, Sendable {
        var type: Int32
        var kind: Int32
        var domain: Int32
        var free: UInt16
        var sides: NaiveSides
    }

    /// Where a request goes: the node and the devices.
    struct Choice {
        var node: Int
        var devices: UInt16
        var milliwatts: Int64
    }

    private let fleet: EngineFleet
    private var nodes: [Node]
    private var headrooms: [Int64]
    private var quotas: [Int64]
    private let parents: [Int]
    /// The legal sets of each type by their size; nil where any set is legal.
    private let sets: [[Int: [UInt16]]?]

    init(_ fleet: EngineFleet) {
        self.fleet = fleet
        nodes = fleet.nodes.map { node in
            let type = fleet.types[node.type]
            var sides = NaiveSides()
            for (index, numaNode) in type.numaNodes.enumerated() {
                sides.cores[index] = Int32(numaNode.cores)
                sides.mebibytes[index] = Int32(numaNode.mebibytes)
            }
            return Node(
                type: Int32(node.type), kind: Int32(type.kind ?? -1), domain: Int32(node.domain),
                free: UInt16(truncatingIfNeeded: 1 << type.devices - 1), sides: sides)
        }
        headrooms = fleet.domains.map { $0.headroom.milliwatts }
        quotas = fleet.agencyQuotas.map { Int64($0 ?? .max / 2) }
        parents = fleet.domains.map { $0.parent ?? -1 }
        sets = fleet.types.map(NaiveState.legalSets)
    }

    var bytes: Int { nodes.count * MemoryLayout<Node>.stride + (headrooms.count + quotas.count + parents.count) * 8 }

    private static func legalSets(of type: EngineFleet.NodeType) -> [Int: [UInt16]]? {
        let installed = type.devices
        func run(_ size: Int, at first: Int) -> UInt16 { UInt16(truncatingIfNeeded: (1 << size - 1) << first) }
        switch type.rule {
        case .any, .clique, .allToAll: return nil
        case .alignedBlock, .nodeSet:
            return Dictionary(
                uniqueKeysWithValues: type.requestableCounts.map { size in
                    (size, (0..<installed / size).map { run(size, at: $0 * size) })
                })
        case .line:
            return Dictionary(
                uniqueKeysWithValues: type.requestableCounts.map { size in
                    (size, (0...installed - size).map { run(size, at: $0) })
                })
        case .ring:
            return Dictionary(
                uniqueKeysWithValues: type.requestableCounts.map { size in
                    let turns = (0..<installed).map { first in
                        (0..<size).reduce(UInt16(0)) { $0 | 1 << UInt16((first + $1) % installed) }
                    }
                    return (size, turns)
                })
        }
    }

    func hasQuota(_ request: ClaimRequest) -> Bool { quotas[Int(request.agency)] >= Int64(request.count) * 1000 }

    /// - Complexity: O(nodes).
    func best(for request: ClaimRequest) -> Choice? {
        var best: Choice?
        var least = Int.max
        for index in nodes.indices {
            // Asked first, so that most nodes cost no more than their line: what is left must be less than the best so far leaves.
            let left = nodes[index].free.nonzeroBitCount - Int(request.count)
            guard nodes[index].kind == request.kind, left >= 0, left < least, let choice = choice(request, on: index) else { continue }
            best = choice
            least = left
        }
        return best
    }

    func first(for request: ClaimRequest, from start: Int) -> Choice? {
        for offset in nodes.indices {
            let index = (start + offset) % nodes.count
            guard nodes[index].kind == request.kind, nodes[index].free.nonzeroBitCount >= request.count else { continue }
            if let choice = choice(request, on: index) { return choice }
        }
        return nil
    }

    private func choice(_ request: ClaimRequest, on index: Int) -> Choice? {
        let node = nodes[index]
        guard node.sides.cores.wrappedSum() >= request.cores, node.sides.mebibytes.wrappedSum() >= request.mebibytes else { return nil }
        let perCore = fleet.types[Int(node.type)].wattsPerCore.milliwatts
        let milliwatts = request.deviceMilliwatts + (perCore * Int64(request.cores * 8 + request.eighths) + 7) / 8
        var domain = Int(node.domain)
        while domain >= 0 {
            guard headrooms[domain] >= milliwatts else { return nil }
            domain = parents[domain]
        }
        guard let devices = devices(Int(request.count), of: node.free, Int(node.type)) else { return nil }
        return Choice(node: index, devices: devices, milliwatts: milliwatts)
    }

    private func devices(_ count: Int, of free: UInt16, _ type: Int) -> UInt16? {
        if let sets = sets[type] { return sets[count]?.first { $0 & ~free == 0 } }
        var rest = free
        for _ in 0..<count { rest &= rest &- 1 }
        return free & ~rest
    }

    mutating func take(_ request: ClaimRequest, _ choice: Choice) -> NaiveClaim {
        let type = fleet.types[Int(nodes[choice.node].type)]
        // The side with more of the devices first; the rest from the other one.
        let beside = type.devicesOfNUMANode.map { ($0 & choice.devices).nonzeroBitCount }
        let first = beside.count > 1 && beside[1] > beside[0] ? 1 : 0
        let free = nodes[choice.node].sides
        var claim = NaiveClaim(
            node: Int32(choice.node), kind: request.kind, agency: request.agency, devices: choice.devices, milliwatts: choice.milliwatts)
        claim.sides.cores[first] = min(request.cores, free.cores[first])
        claim.sides.cores[1 - first] = request.cores - claim.sides.cores[first]
        claim.sides.mebibytes[first] = min(request.mebibytes, free.mebibytes[first])
        claim.sides.mebibytes[1 - first] = request.mebibytes - claim.sides.mebibytes[first]
        add(claim, sign: -1)
        return claim
    }

    mutating func give(_ claim: NaiveClaim) { add(claim, sign: 1) }

    private mutating func add(_ claim: NaiveClaim, sign: Int64) {
        let index = Int(claim.node)
        nodes[index].free ^= claim.devices
        nodes[index].sides.cores &+= claim.sides.cores &* Int32(sign)
        nodes[index].sides.mebibytes &+= claim.sides.mebibytes &* Int32(sign)
        quotas[Int(claim.agency)] += sign * Int64(claim.devices.nonzeroBitCount) * 1000
        var domain = Int(nodes[index].domain)
        while domain >= 0 {
            headrooms[domain] += sign * claim.milliwatts
            domain = parents[domain]
        }
    }

    func faults() -> [String] {
        var faults: [String] = []
        for (index, node) in nodes.enumerated() where node.sides.cores.min() < 0 || node.sides.mebibytes.min() < 0 {
            faults.append("node \(index) has given more cores or memory than it has")
        }
        for (index, headroom) in headrooms.enumerated() where headroom < 0 { faults.append("domain \(index) is over its budget") }
        return faults
    }
}
