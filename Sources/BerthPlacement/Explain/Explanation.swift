import BerthModel

/// Finds what keeps a request from fitting, by trying: the smallest set of scarcities without which it fits.
///
/// Because it claims as everybody does, on copies, an explanation cannot disagree with a refusal. Taking more away never makes a request
/// fit less, so that of a set from which nothing can be dropped, no smaller part suffices either.
struct Explanation {
    let layout: FleetLayout
    let request: PlacementRequest
    let trials: Trials
    /// What each domain has left, in milliwatts.
    let headrooms: [Int64]

    init(_ core: PlacementCore, _ request: PlacementRequest) {
        layout = core.layout
        self.request = request
        trials = Trials(core, label: request.label)
        headrooms = core.layout.domainNames.indices.map(trials.actual.engine.settledHeadroom)
    }

    var actual: Hosts { trials.actual }
    /// Nothing is held, every node admits and has the label of the request, all budgets are unused.
    var emptied: Hosts { trials.hosts(without: .all) }
    var fullHeadrooms: [Int64] { trials.fullHeadrooms }

    /// Where a member would go.
    struct Seat {
        var node: Int
        var milliwatts: Int64
    }

    func seats(_ claims: [Claim], _ hosts: Hosts) -> [Seat] {
        zip(claims, hosts.milliwatts(of: claims)).map { Seat(node: hosts.host(of: $0), milliwatts: $1) }
    }

    /// Where the members would go; nothing is held afterwards.
    func fits(_ alternative: PlacementRequest.Alternative, _ hosts: Hosts) -> [Seat]? {
        var placer = Placer(hosts, request, alternative)
        guard let claims = placer.place() else { return nil }
        defer { placer.giveBack(claims) }
        return seats(claims, hosts)
    }

    /// A set of things whose absence keeps an alternative from fitting, and where the members would go with them.
    struct Lack {
        var alternative: PlacementRequest.Alternative
        var reliefs: [Relief]
        var seats: [Seat]
    }

    /// Empty when the request fits after all.
    func shortages() -> [Shortage] {
        var never: [Shortage] = []
        var best: Lack?
        for alternative in request.alternatives {
            guard let lack = lack(of: alternative) else {
                if let shortage = impossibility(of: alternative) { never.append(shortage) }
                continue
            }
            if best.map({ lack.reliefs.count < $0.reliefs.count }) ?? true { best = lack }
        }
        guard let best else { return never }
        let exact = exact(best)
        return exact.reliefs.map { shortage($0, of: exact.reliefs, exact.alternative, exact.seats) }
    }

    /// Sets of scarcities from small to large; of one size those first that time alone will end, drained nodes and labels last.
    private static let subsets: [Scarcity] = (0...Scarcity.all.rawValue)
        .sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
        .map(Scarcity.init)

    /// The smallest set without which the alternative fits; nil when it fits with none.
    private func lack(of alternative: PlacementRequest.Alternative) -> Lack? {
        var isPossible = false
        for subset in Explanation.subsets {
            // Nearly always one thing is short. Before all pairs and more are tried, whether anything helps.
            if subset.rawValue.nonzeroBitCount > 1, !isPossible {
                guard fits(alternative, emptied) != nil else { return nil }
                isPossible = true
            }
            let relaxed = trials.hosts(without: subset)
            guard var seats = fits(alternative, relaxed) else { continue }
            var reliefs: [Relief] = []
            if subset.contains(.power) {
                seats = seatsNearestToPower(alternative, relaxed) ?? seats
                reliefs = powerReliefs(seats)
            }
            let others: [Relief] = [.devices(alternative.kind), .cores(host: nil), .memory(host: nil), .drained, .label]
            reliefs += others.filter { subset.contains($0.scarcity) }
            return Lack(alternative: alternative, reliefs: reliefs, seats: seats)
        }
        return nil
    }

    private func seatsNearestToPower(_ alternative: PlacementRequest.Alternative, _ hosts: Hosts) -> [Seat]? {
        var placer = Placer(hosts, request, alternative)
        guard let claims = placer.placeNearestToPower(actual: headrooms) else { return nil }
        defer { placer.giveBack(claims) }
        return seats(claims, hosts)
    }

    /// What placements add in each domain, in milliwatts.
    func watts(of seats: [Seat]) -> [Int: Int64] {
        seats.reduce(into: [:]) { sums, seat in
            for domain in layout.nodes[seat.node].path { sums[domain, default: 0] += seat.milliwatts }
        }
    }
}
