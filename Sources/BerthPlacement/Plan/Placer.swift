import BerthModel

/// Finds room for the members of one alternative of a request by claiming it: on the core's own engine, or on a copy to try things out.
struct Placer {
    let hosts: Hosts
    let alternative: PlacementRequest.Alternative
    var kind: KindName? { alternative.kind }
    /// Devices of one member.
    let count: Int
    /// Eighths of cores of one member.
    let eighths: Int
    let mebibytes: Int
    let members: Int
    let together: Together?
    let label: UInt8
    /// One member compiled; nil when no node can hold such a member, whatever is free.
    let need: ClaimRequest?
    /// The nodes that the request allows; nil for all.
    private let choice: NodeSet?
    private let only: Set<Int>?
    private let except: Set<Int>
    var claimer: Claimer

    init(_ hosts: Hosts, _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative) {
        self.hosts = hosts
        self.alternative = alternative
        count = alternative.count
        eighths = request.cpus.eighths
        mebibytes = request.memory.mebibytesRoundedUp
        members = request.members.count
        together = request.together
        label = request.label
        func positions(_ names: Set<NodeName>) -> Set<Int> { Set(names.compactMap { hosts.layout.nodeIndexes[$0] }) }
        only = request.nodeList.isEmpty ? nil : positions(request.nodeList)
        except = positions(request.exclude)
        choice = Placer.choice(hosts, only, except)
        need = Placer.need(request, alternative, hosts.layout)
        claimer = hosts.engine.claimer(0)
    }

    static func need(
        _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative, _ layout: FleetLayout
    ) -> ClaimRequest? {
        let mebibytes = request.memory.mebibytesRoundedUp
        guard alternative.count <= Limits.devicesPerGroupMax, mebibytes <= SideWord.mebibytesMax * SideWord.numaNodesMax,
            request.cpus.eighths / CoreWord.whole <= SideWord.coresMax * SideWord.numaNodesMax
        else { return nil }
        var kind: Int?
        if let name = alternative.kind {
            guard let number = layout.kindNumbers[name] else { return nil }
            kind = number
        }
        var share = BoardShare.none
        if let partition = alternative.partition {
            guard let known = alternative.kind.flatMap({ layout.sharing[$0] })?.share(partition) else { return nil }
            share = known
        }
        let need = ClaimRequest(
            kind: kind, count: alternative.count, cores: request.cpus, mebibytes: mebibytes, agency: 0,
            wattsPerDevice: alternative.wattsPerDevice, label: request.label, share: share, charge: alternative.thousandths)
        return need.milliwatts(perCore: layout.dearestCore.milliwatts) <= Claim.milliwattsMax ? need : nil
    }

    var layout: FleetLayout { hosts.layout }
    var engine: PlacementEngine { hosts.engine }
    var wholeCores: Int { eighths / CoreWord.whole }
    var takesPartOfACore: Bool { eighths < CoreWord.whole }

    /// Nodes that the request allows and that have a group of the kind, in the order of the fleet.
    /// - Complexity: O(nodes).
    var candidates: [Int] {
        layout.nodes.indices.filter { allows($0) && layout.shape(of: $0).groupIndex(of: kind) != nil }
    }

    private func allows(_ host: Int) -> Bool { only?.contains(host) ?? true && !except.contains(host) }

    private static func choice(_ hosts: Hosts, _ only: Set<Int>?, _ except: Set<Int>) -> NodeSet? {
        func set(_ nodes: Set<Int>) -> NodeSet { NodeSet(nodes.flatMap(hosts.layout.positions), of: hosts.engine) }
        if let only { return set(only.subtracting(except)) }
        return except.isEmpty ? nil : set(except).inverted
    }

    // MARK: Claims

    /// Claims for all members, or none: see `PlacementEngine.claim(gangOf:_:inOne:among:by:into:)` for several.
    /// - Returns: a claim for each member; nil when they do not all fit, and then nothing is held.
    /// - Complexity: that of the engine's claims.
    mutating func place() -> [Claim]? { place(members) }

    private mutating func place(_ members: Int) -> [Claim]? {
        if members == 1 { return claimOne().map { [$0] } }
        for enclosure in enclosures {
            if let claims = place(members, inOne: enclosure) { return claims }
        }
        return nil
    }

    private mutating func place(_ members: Int, inOne enclosure: Enclosure?) -> [Claim]? {
        guard let need else { return nil }
        var meetings = Meetings(choice, engine)
        while meetings.goOn {
            var claims: [Claim] = []
            guard engine.claim(gangOf: members, need, inOne: enclosure, among: meetings.choice, by: &claimer, into: &claims) == nil else {
                return nil
            }
            guard let host = unsettled(claims) else { return claims }
            meet(on: host, &meetings)
        }
        return nil
    }

    /// What members may stand in together: a node's own devices are linked wherever those of several nodes are, or of none.
    private var enclosures: [Enclosure?] {
        switch together {
        case nil: [nil]
        case .nvlink, .neuronlink: [.link, .node]
        case .node: [.node]
        case .rack: [.rack]
        case .hall: [.hall]
        }
    }

    /// - Returns: the host of several kinds on which another claimer was faster; all are given back then.
    private mutating func unsettled(_ claims: [Claim]) -> Int? {
        for (position, claim) in claims.enumerated() where !hosts.settle(claim, &claimer) {
            release(Array(claims[..<position]))
            for later in claims[(position + 1)...] { engine.release(later, by: &claimer) }
            return hosts.host(of: claim)
        }
        return nil
    }

    /// Attempts on which another claimer was faster on a host of several kinds, whose nodes of the engine are claimed one after the other.
    ///
    /// The host is tried again a few times, and then left out: on a copy that was taken between two of its nodes it stays as it is, and
    /// the engine, which sees only one of them, would choose it each time.
    private struct Meetings {
        private(set) var choice: NodeSet?
        private var left: Int
        private var count = 0
        private var hosts: Set<Int> = []

        /// As many attempts beyond those as there are claimers: each is between the nodes of one host at most.
        init(_ choice: NodeSet?, _ engine: PlacementEngine) { (self.choice, left) = (choice, Meetings.patience + engine.claimerCount) }

        private static let patience = 8

        var goOn: Bool { left > 0 }

        mutating func add(_ host: Int, choosing choose: (Set<Int>) -> NodeSet?) {
            (left, count) = (left - 1, count + 1)
            guard count >= Meetings.patience, hosts.insert(host).inserted else { return }
            choice = choose(hosts)
        }
    }

    private func meet(on host: Int, _ meetings: inout Meetings) {
        meetings.add(host) { Placer.choice(hosts, only, except.union($0)) }
    }

    /// How many members fit, counted up to all of them; nothing is held afterwards.
    mutating func room() -> Int {
        guard let need else { return 0 }
        guard together == nil else { return mostTogether()?.count ?? 0 }
        var claims: [Claim] = []
        var claim = Claim()
        guard need.share.isNone else {
            while claims.count < members, let claim = claimOne() { claims.append(claim) }
            defer { release(claims) }
            return claims.count
        }
        while claims.count < members, engine.claimCheapest(need, among: choice, by: &claimer, into: &claim) == nil {
            guard hosts.settle(claim, &claimer) else { break }
            claims.append(claim)
        }
        let count = claims.count
        release(claims)
        return count
    }

    /// How many members fit together, counted up to all of them, and a host that they would stand on; nil where none fits.
    mutating func mostTogether() -> (count: Int, host: Int)? {
        // Sets of whole nodes have two or four of them, not three: small numbers are tried one by one.
        var (high, low) = (members + 1, 0)
        var host: Int?
        while high - low > 1 {
            let count = high <= Placer.countedMax ? high - 1 : low + (high - low) / 2
            if let claims = place(count) {
                host = hosts.host(of: claims[0])
                release(claims)
                engine.power.settle()
                low = count
            } else {
                high = count
            }
        }
        return host.map { (low, $0) }
    }

    private static let countedMax = 64

    /// Claims one member on the best node that it fits.
    /// - Complexity: independent of the number of nodes, unless the request names nodes: then O(blocks).
    mutating func claimOne() -> Claim? {
        guard let need else { return nil }
        var meetings = Meetings(choice, engine)
        while meetings.goOn {
            var claim = Claim()
            if let choice = meetings.choice {
                guard engine.claim(need, among: choice, by: &claimer, into: &claim) else { return nil }
            } else {
                guard engine.claim(need, by: &claimer, into: &claim) == nil else { return nil }
            }
            if hosts.settle(claim, &claimer) { return claim }
            meet(on: hosts.host(of: claim), &meetings)
        }
        return nil
    }

    /// Claims one member on a node.
    mutating func claim(on host: Int) -> Claim? {
        guard let need, need.share.isNone, let group = layout.shape(of: host).groupIndex(of: kind) else { return nil }
        var claim = Claim()
        guard engine.claim(need, on: layout.nodes[host].position + group, by: &claimer, into: &claim) else { return nil }
        return hosts.settle(claim, &claimer) ? claim : nil
    }

    /// Gives back on a copy, so that its headrooms are figures again.
    mutating func giveBack(_ claims: [Claim]) {
        release(claims)
        engine.power.settle()
    }

    mutating func release(_ claims: [Claim]) {
        for claim in claims.reversed() { hosts.release(claim, &claimer) }
    }
}

extension Claim {
    static let milliwattsMax = Int64(UInt32.max)
}
