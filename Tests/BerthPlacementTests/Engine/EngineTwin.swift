import BerthModel

@testable import BerthPlacement

/// What the engine does, done plainly: one list of what is free, looked through from end to end.
struct EngineTwin {
    struct Node {
        var free: UInt16
        var cores: [Int]
        var mebibytes: [Int]
        /// Eighths taken of each shared core, by NUMA node and core.
        var shared: [Int: Int] = [:]
        var admits = true
        var label: UInt8
        /// What the tenants of shared boards have, by board.
        var tenants: [Int: [BoardShare]] = [:]
    }

    let fleet: EngineFleet
    private(set) var nodes: [Node]
    private(set) var headrooms: [Int64]
    private(set) var quotas: [Int?]

    init(_ fleet: EngineFleet) {
        self.fleet = fleet
        nodes = fleet.nodes.map { node in
            let type = fleet.types[node.type]
            return Node(
                free: DeviceSets.run(type.devices), cores: type.numaNodes.map(\.cores), mebibytes: type.numaNodes.map(\.mebibytes),
                label: node.label)
        }
        headrooms = fleet.domains.map(\.headroom.milliwatts)
        quotas = fleet.agencyQuotas
    }

    private func milliwatts(_ request: ClaimRequest, _ node: Int) -> Int64 {
        request.milliwatts(perCore: fleet.types[fleet.nodes[node].type].wattsPerCore.milliwatts)
    }

    /// - Parameter choice: the nodes that it may go to; nil for all.
    func fits(_ request: ClaimRequest, among choice: Set<Int>? = nil) -> Bool {
        if let quota = quotas[Int(request.agency)], Int64(quota) < request.agencyCharge { return false }
        return nodes.indices.contains { choice?.contains($0) ?? true && fits(request, $0) }
    }

    private func fits(_ request: ClaimRequest, _ index: Int) -> Bool {
        let (node, type) = (nodes[index], fleet.types[fleet.nodes[index].type])
        guard node.admits, request.label == node.label else { return false }
        if !request.share.isNone {
            guard type.kind == Int(request.kind) else { return false }
            return EngineTwin.boards(of: node, type).contains { board in
                EngineTwin.fits(request.share, beside: node.tenants[board] ?? [], type)
                    && fitsBeside(request, node, type, milliwatts(request, index, opening: node.tenants[board] == nil), index)
            }
        }
        if request.count > 0 {
            guard type.kind == Int(request.kind), type.sets.choose(Int(request.count), from: node.free) != nil else { return false }
        }
        return fitsBeside(request, node, type, milliwatts(request, index), index)
    }

    /// Boards that may be asked: those with tenants, and one of those that nobody has.
    private static func boards(of node: Node, _ type: EngineFleet.NodeType) -> [Int] {
        let free = type.sets.choose(1, from: node.free).map { [$0.trailingZeroBitCount] } ?? []
        return Array(node.tenants.keys) + free
    }

    private static func fits(_ share: BoardShare, beside tenants: [BoardShare], _ type: EngineFleet.NodeType) -> Bool {
        if let profile = share.profile {
            guard type.migProfiles.indices.contains(profile), let board = occupancy(of: tenants, type) else { return false }
            return !board.starts(of: type.migProfiles[profile]).isEmpty
        }
        guard tenants.allSatisfy({ $0.profile == nil }) else { return false }
        return type.boardMebibytes > 0 && tenants.reduce(share.thousandths) { $0 + $1.thousandths } <= 1000
            && tenants.reduce(share.mebibytes) { $0 + $1.mebibytes } <= type.boardMebibytes
    }

    /// Nil where they overlap, begin where they may not, or are no instances.
    private static func occupancy(of tenants: [BoardShare], _ type: EngineFleet.NodeType) -> MIGOccupancy? {
        tenants.reduce(MIGOccupancy()) { board, tenant in
            tenant.profile.flatMap { board?.adding(type.migProfiles[$0], at: tenant.start) }
        }
    }

    private func milliwatts(_ request: ClaimRequest, _ index: Int, opening: Bool) -> Int64 {
        milliwatts(request, index) + (opening ? fleet.types[fleet.nodes[index].type].wattsPerBoard.milliwatts : 0)
    }

    /// Watts, cores and memory.
    private func fitsBeside(_ request: ClaimRequest, _ node: Node, _ type: EngineFleet.NodeType, _ watts: Int64, _ index: Int) -> Bool {
        guard fleet.path(from: fleet.nodes[index].domain).allSatisfy({ headrooms[$0] >= watts }) else { return false }
        guard node.mebibytes.reduce(0, +) >= Int(request.mebibytes) else { return false }
        if request.eighths == 0 { return node.cores.reduce(0, +) >= Int(request.cores) }
        return node.cores.reduce(0, +) > 0 || node.shared.values.contains { $0 + Int(request.eighths) <= 8 }
    }

    /// What is wrong with a claim; nil when it may be made, and then it is.
    mutating func take(_ claim: Claim, at index: Int, for request: ClaimRequest) -> String? {
        let type = fleet.types[fleet.nodes[index].type]
        guard fits(request, index) else { return "the request does not fit node \(index)" }
        let board = claim.devices.trailingZeroBitCount
        guard claim.devices.nonzeroBitCount == Int(request.count) else { return "devices" }
        guard claim.devices & ~nodes[index].free == 0 || !request.share.isNone && nodes[index].tenants[board] != nil else { return "taken" }
        if !request.share.isNone, !isLegal(claim.share, request.share, beside: nodes[index].tenants[board] ?? [], type) { return "share" }
        if request.count > 0, let legal = type.sets.sets(of: Int(request.count)), !legal.contains(claim.devices) { return "no legal set" }
        guard Int64(claim.milliwatts) == milliwatts(request, index) else { return "watts" }
        guard claim.cores.reduce(0, +) == Int(request.cores), claim.mebibytes.reduce(0, +) == Int(request.mebibytes) else { return "sides" }
        change(claim, at: index, by: -1)
        guard nodes[index].cores.allSatisfy({ $0 >= 0 }), nodes[index].mebibytes.allSatisfy({ $0 >= 0 }),
            nodes[index].shared.values.allSatisfy({ 0...8 ~= $0 })
        else { return "more than is free" }
        return nil
    }

    mutating func release(_ claim: Claim, at index: Int) { change(claim, at: index, by: 1) }

    private func isLegal(_ claimed: BoardShare, _ asked: BoardShare, beside tenants: [BoardShare], _ type: EngineFleet.NodeType) -> Bool {
        guard claimed.profile == asked.profile else { return false }
        if claimed.profile == nil { return claimed == asked && EngineTwin.fits(asked, beside: tenants, type) }
        return EngineTwin.occupancy(of: tenants + [claimed], type) != nil
    }

    private mutating func change(_ claim: Claim, at index: Int, by sign: Int) {
        let board = claim.devices.trailingZeroBitCount
        var opens = true
        if !claim.share.isNone {
            var tenants = nodes[index].tenants[board] ?? []
            if sign < 0 { tenants.append(claim.share) } else if let at = tenants.firstIndex(of: claim.share) { tenants.remove(at: at) }
            // Opened by the first, closed by the last.
            opens = nodes[index].tenants[board] == nil || tenants.isEmpty
            nodes[index].tenants[board] = tenants.isEmpty ? nil : tenants
        }
        if opens { nodes[index].free = sign > 0 ? nodes[index].free | claim.devices : nodes[index].free & ~claim.devices }
        for numaNode in nodes[index].cores.indices {
            nodes[index].cores[numaNode] += sign * claim.cores[numaNode]
            nodes[index].mebibytes[numaNode] += sign * claim.mebibytes[numaNode]
        }
        if claim.part != 0 {
            let (core, eighths) = (Int(claim.part >> 4), Int(claim.part & 0xF))
            let before = nodes[index].shared[core, default: 0]
            nodes[index].shared[core] = before == sign * eighths ? nil : before - sign * eighths
            // A core is taken with its first part and given back with its last.
            if before == 0 { nodes[index].cores[core >> 10] -= 1 }
            if nodes[index].shared[core] == nil { nodes[index].cores[core >> 10] += 1 }
        }
        let boardWatts = claim.share.isNone || !opens ? 0 : fleet.types[fleet.nodes[index].type].wattsPerBoard.milliwatts
        for domain in fleet.path(from: fleet.nodes[index].domain) {
            headrooms[domain] += Int64(sign) * (Int64(claim.milliwatts) + boardWatts)
        }
        let agency = Int(claim.agency)
        if let quota = quotas[agency] { quotas[agency] = quota + sign * Int(claim.charge) }
    }

    mutating func setLabel(_ index: Int, _ label: UInt8) { nodes[index].label = label }
    mutating func setAdmitting(_ index: Int, _ admits: Bool) { nodes[index].admits = admits }
    mutating func changeHeadroom(of domain: Int, by amount: Watts) { headrooms[domain] += amount.milliwatts }
}
