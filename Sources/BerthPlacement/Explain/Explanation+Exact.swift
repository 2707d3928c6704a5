import BerthModel

/// From kinds of scarcity to exactly what is stated: which host, which kind, how many watts.
extension Explanation {
    /// What is stated of a lack: taken away, it lets the request in, and nothing of it can be dropped. Each step is tried.
    func exact(_ lack: Lack) -> Lack {
        var lack = powered(onOneHost(lack))
        lack.reliefs = irredundant(lack.reliefs)
        // Less may be enough for another alternative, or leave other nodes to choose from; the numbers are those of the real choice.
        for _ in 0..<Explanation.roundsMax {
            guard let (alternative, seats) = choice(with: lack.reliefs) else { return lack }
            (lack.alternative, lack.seats) = (alternative, seats)
            let needs = watts(of: seats)
            let reliefs = lack.reliefs.map { relief -> Relief in
                guard case .power(let domain, let need) = relief, let other = needs[domain], other > headrooms[domain] else {
                    return relief
                }
                return .power(domain: domain, need: min(need, other))
            }
            guard reliefs != lack.reliefs, choice(with: reliefs) != nil else { return lack }
            lack.reliefs = reliefs
        }
        return lack
    }

    private static let roundsMax = 4

    /// The first alternative that fits with all of this taken away, and where its members would go.
    private func choice(with reliefs: [Relief]) -> (PlacementRequest.Alternative, [Seat])? {
        let hosts = relieved(reliefs)
        for alternative in request.alternatives {
            if let seats = fits(alternative, hosts) { return (alternative, seats) }
        }
        return nil
    }

    /// A lone member needs cores and memory of one host, the freest on which no more is missing than this.
    private func onOneHost(_ lack: Lack) -> Lack {
        let isHostly = lack.reliefs.contains { $0.scarcity == .cores || $0.scarcity == .memory }
        guard request.members.count == 1, isHostly else { return lack }
        let (without, coarse) = (relieved(lack.reliefs.filter { $0.scarcity != .cores && $0.scarcity != .memory }), lack.reliefs)
        let counting = Placer(without, request, lack.alternative)
        let byCores = coarse.contains { $0.scarcity == .cores }
        let free = open(lack.alternative, coarse).map { host in
            (free: byCores ? counting.freeCores(on: host) : counting.freeMebibytes(on: host), host: host)
        }
        let everywhere = coarse.reduce(into: Scarcity()) { $0.insert($1.scarcity) }
        for (_, host) in free.sorted(by: { ($0.free, -$0.host) > ($1.free, -$1.host) }).prefix(Explanation.hostsTriedMax) {
            guard let seats = seats(of: lack.alternative, on: host, trials.hosts(without: everywhere)) else { continue }
            let others = coarse.filter { $0.scarcity != .power }.map { relief -> Relief in
                switch relief {
                case .cores: .cores(host: host)
                case .memory: .memory(host: host)
                default: relief
                }
            }
            let reliefs = powerReliefs(seats) + others
            guard reliefs.count <= coarse.count, choice(with: reliefs) != nil else { continue }
            return Lack(alternative: lack.alternative, reliefs: reliefs, seats: seats)
        }
        return lack
    }

    private static let hostsTriedMax = 16

    private func seats(of alternative: PlacementRequest.Alternative, on host: Int, _ hosts: Hosts) -> [Seat]? {
        var only = request
        only.nodeList = [layout.nodes[host].name]
        var placer = Placer(hosts, only, alternative)
        guard let claims = placer.place() else { return nil }
        defer { placer.giveBack(claims) }
        return seats(claims, hosts)
    }

    /// Raises what is needed of watts until the core, which chooses its nodes by more than watts, finds a place with them.
    private func powered(_ lack: Lack) -> Lack {
        var lack = lack
        for _ in 0..<Explanation.roundsMax where choice(with: lack.reliefs) == nil {
            let others = lack.reliefs.filter { $0.scarcity != .power }
            let hosts = trials.independent(relaxation(others, besides: .power))
            guard let seats = fits(lack.alternative, hosts) else { return lack }
            var needs = watts(of: seats)
            for case .power(let domain, let need) in lack.reliefs { needs[domain] = max(needs[domain] ?? 0, need) }
            (lack.seats, lack.reliefs) = (seats, powerReliefs(needs) + others)
        }
        return lack
    }

    /// The domains in which watts are short for these placements, leaf first, with what they need there.
    func powerReliefs(_ seats: [Seat]) -> [Relief] { powerReliefs(watts(of: seats)) }

    private func powerReliefs(_ needs: [Int: Int64]) -> [Relief] {
        needs.filter { $0.value > headrooms[$0.key] }.sorted { $0.key > $1.key }.map { .power(domain: $0.key, need: $0.value) }
    }

    /// Drops what is not needed, for the request as a whole: another alternative may do with less.
    private func irredundant(_ reliefs: [Relief]) -> [Relief] {
        var needed = reliefs
        for relief in reliefs where needed.count > 1 {
            let without = needed.filter { $0 != relief }
            if choice(with: without) != nil { needed = without }
        }
        return needed
    }

    /// The fleet with all of these taken away. Budgets are raised by whole watts, as whoever reads of them raises them.
    func relieved(_ reliefs: [Relief]) -> Hosts {
        let isWhole = reliefs.allSatisfy { relief in
            switch relief {
            case .drained, .label, .cores(host: nil), .memory(host: nil): true
            default: false
            }
        }
        if isWhole { return trials.hosts(without: reliefs.reduce(into: Scarcity()) { $0.insert($1.scarcity) }) }
        let hosts = trials.independent(relaxation(reliefs.filter { $0.scarcity != .power }))
        for case .power(let domain, let need) in reliefs where need > headrooms[domain] {
            let (need, have) = (Watts(milliwatts: need), Watts(milliwatts: headrooms[domain]))
            hosts.engine.setHeadroom(of: domain, headrooms[domain] + Watts(need.roundedUp - have.roundedDown).milliwatts)
        }
        hosts.engine.index()
        return hosts
    }

    private func relaxation(_ reliefs: [Relief], besides more: Scarcity = []) -> Relaxation {
        var relaxation = Relaxation(reliefs.reduce(into: more) { $0.insert($1.scarcity) })
        for relief in reliefs {
            switch relief {
            case .devices(let kind): relaxation.kind = kind.flatMap { layout.kindNumbers[$0] }
            case .cores(let host?): relaxation.cores = numbers(of: host)
            case .memory(let host?): relaxation.memory = numbers(of: host)
            default: break
            }
        }
        return relaxation
    }

    private func numbers(of host: Int) -> Set<UInt32> { Set(layout.positions(of: host).map { actual.engine.numbers[$0] }) }
}
