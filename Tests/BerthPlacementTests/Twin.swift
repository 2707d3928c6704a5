import BerthModel

@testable import BerthPlacement

/// The same rules as the core's, written the slow and plain way: sets and dictionaries, one thread, and a search over every way to
/// spread members over nodes. It answers whether a request fits, and checks each placement that it is shown.
struct Twin {
    let fleet: Fleet
    let power: PowerTree
    let catalogue: Catalogue
    var held: [MemberPlacement] = []
    var drained: Set<NodeName> = []
    var budgets: [Watts?]

    init(fleet: Fleet, power: PowerTree, catalogue: Catalogue) {
        self.fleet = fleet
        self.power = power
        self.catalogue = catalogue
        budgets = power.domains.map(\.budget)
    }

    struct Piece: Hashable {
        var node: NodeName
        var numaNode: Int
        var core: Int
    }

    // MARK: What is left

    private func freeDevices(_ node: FleetNode, _ kind: KindName) -> Set<Int> {
        guard let group = node.groups.first(where: { $0.kind == kind }) else { return [] }
        return Set(group.devices.indices).subtracting(held.filter { $0.node == node.name && $0.kind == kind }.flatMap(\.devices))
    }

    private var coreUse: [Piece: Int] {
        var use: [Piece: Int] = [:]
        for member in held {
            for core in member.cores { use[Piece(node: member.node, numaNode: core.numaNode, core: core.core), default: 0] += core.eighths }
        }
        return use
    }

    private func freeMemory(_ node: FleetNode) -> Int {
        let taken = held.filter { $0.node == node.name }.flatMap(\.memory).reduce(0) { $0 + $1.mebibytes }
        return node.numaNodes.reduce(0) { $0 + $1.memory.mebibytesRoundedDown } - taken
    }

    func left(in domain: Int) -> Int64? {
        guard let budget = budgets[domain] else { return nil }
        var reserved: Int64 = 0
        for (node, path) in zip(fleet.nodes, power.paths) where path.contains(DomainIndex(domain)) {
            reserved += node.hostIdle.milliwatts
            for group in node.groups { reserved += (catalogue.kinds[group.kind]?.power.idle.milliwatts ?? 0) * Int64(group.devices.count) }
            reserved += held.filter { $0.node == node.name }.reduce(0) { $0 + $1.watts.milliwatts }
        }
        return budget.milliwatts - reserved
    }

    // MARK: Whether a request fits

    func isLegal(_ devices: Set<Int>, _ rule: LegalSetRule) -> Bool {
        guard case .alignedBlock(let sizes) = rule else { return true }
        return sizes.contains(devices.count) && Set(devices.map { $0 / devices.count }).count == 1
    }

    private func sets(_ node: FleetNode, _ alternative: PlacementRequest.Alternative) -> Int {
        guard let kind = alternative.kind else { return 99 }
        guard let group = node.groups.first(where: { $0.kind == kind }) else { return 0 }
        let free = freeDevices(node, kind)
        guard case .alignedBlock = group.legalSets else { return free.count / alternative.count }
        return free.filter { start in
            let set = Set(start..<start + alternative.count)
            return start.isMultiple(of: alternative.count) && set.isSubset(of: free) && isLegal(set, group.legalSets)
        }.count
    }

    private func room(_ node: FleetNode, _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative, _ use: [Piece: Int])
        -> Int
    {
        guard !drained.contains(node.name), !request.exclude.contains(node.name) else { return 0 }
        guard request.nodeList.isEmpty || request.nodeList.contains(node.name) else { return 0 }
        let left = node.numaNodes.enumerated().flatMap { position, numaNode in
            numaNode.cores.indices.map { 8 - use[Piece(node: node.name, numaNode: position, core: $0), default: 0] }
        }
        let share = request.cpus.eighths
        let cores = share < 8 ? left.reduce(0) { $0 + $1 / share } : left.count { $0 == 8 } / (share / 8)
        let memory = request.memory.mebibytesRoundedUp
        return min(sets(node, alternative), cores, memory == 0 ? 99 : freeMemory(node) / memory)
    }

    func watts(_ node: FleetNode, _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative) -> Int64 {
        alternative.wattsPerDevice.milliwatts * Int64(alternative.count)
            + Int64((Double(node.wattsPerCore.milliwatts) * Double(request.cpus.eighths) / 8).rounded(.up))
    }

    func fits(_ request: PlacementRequest) -> Bool { request.alternatives.contains { fits(request, $0) } }

    private func fits(_ request: PlacementRequest, _ alternative: PlacementRequest.Alternative) -> Bool {
        let use = coreUse
        var rooms = fleet.nodes.map { room($0, request, alternative, use) }
        var watts = power.domains.indices.map { left(in: $0) }
        func spread(_ members: Int, from first: Int) -> Bool {
            guard members > 0 else { return true }
            for node in first..<rooms.count where rooms[node] > 0 {
                let draw = self.watts(fleet.nodes[node], request, alternative)
                let path = power.paths[node].map(\.value)
                guard path.allSatisfy({ watts[$0].map { $0 >= draw } ?? true }) else { continue }
                rooms[node] -= 1
                for domain in path { watts[domain]? -= draw }
                if spread(members - 1, from: node) { return true }
                rooms[node] += 1
                for domain in path { watts[domain]? += draw }
            }
            return false
        }
        return spread(request.members.count, from: 0)
    }

    // MARK: What a placement must be

    /// Everything that is wrong with placements for a request, given what is held.
    func faults(_ placements: [MemberPlacement], for request: PlacementRequest) -> [String] {
        var twin = self
        var faults: [String] = []
        if placements.map(\.member) != request.members { faults.append("members \(placements.map(\.member))") }
        for member in placements {
            guard let index = fleet.nodes.firstIndex(where: { $0.name == member.node }) else { return ["node \(member.node)"] }
            faults += twin.faults(member, on: fleet.nodes[index], request)
            twin.held.append(member)
        }
        for domain in power.domains.indices where twin.left(in: domain).map({ $0 < 0 }) ?? false {
            faults.append("domain \(domain) is overdrawn")
        }
        return faults
    }

    private func faults(_ member: MemberPlacement, on node: FleetNode, _ request: PlacementRequest) -> [String] {
        var faults: [String] = []
        guard let alternative = request.alternatives.first(where: { $0.kind == member.kind && $0.count == member.devices.count }) else {
            return ["alternative"]
        }
        if drained.contains(node.name) { faults.append("drained") }
        if let kind = member.kind, let group = node.groups.first(where: { $0.kind == kind }) {
            if !Set(member.devices).isSubset(of: freeDevices(node, kind)) { faults.append("devices taken") }
            if !isLegal(Set(member.devices), group.legalSets) { faults.append("devices \(member.devices) no legal set") }
        }
        let use = coreUse
        for core in member.cores where use[Piece(node: node.name, numaNode: core.numaNode, core: core.core), default: 0] + core.eighths > 8
        {
            faults.append("core taken")
        }
        if Set(member.cores.map { Piece(node: node.name, numaNode: $0.numaNode, core: $0.core) }).count != member.cores.count {
            faults.append("core twice")
        }
        if member.cores.reduce(0, { $0 + $1.eighths }) != request.cpus.eighths { faults.append("cores") }
        if member.memory.reduce(0, { $0 + $1.mebibytes }) != request.memory.mebibytesRoundedUp { faults.append("memory") }
        for memory in member.memory {
            let taken = held.filter { $0.node == node.name }.flatMap(\.memory).filter { $0.numaNode == memory.numaNode }.reduce(0) {
                $0 + $1.mebibytes
            }
            if taken + memory.mebibytes > node.numaNodes[memory.numaNode].memory.mebibytesRoundedDown {
                faults.append("memory of NUMA node \(memory.numaNode)")
            }
        }
        if member.watts.milliwatts != watts(node, request, alternative) { faults.append("watts \(member.watts)") }
        return faults
    }
}
