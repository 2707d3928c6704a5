import BerthModel
import BerthPlacement
import BerthPolicy

extension Workspace {
    /// What one examination found.
    enum Verdict {
        /// The claims are held; the placement is to be made durable.
        case place([MemberPlacement])
        case refused(Obstacle)
    }

    /// What is in the way of a job, as far as a pass must know.
    enum Obstacle {
        /// It does not fit, whoever asks.
        case core
        /// Limits rule out every alternative.
        case limits([Excess])
        /// What limits leave of its alternatives does not fit.
        case narrowed([Excess])
        /// Its agency may not reserve what its cores draw besides its devices.
        case watts(Excess)
        /// No port is free on this node.
        case ports(NodeName)
        /// It would fit, but for what is kept for another job.
        case reserved(Reservation)
        /// It would end sooner on a faster kind that is expected back.
        case slower(PatienceBook.Wait)
        /// Every alternative that fits would borrow, and jobs that do not borrow go first.
        case loan([Excess], isNarrowed: Bool)
    }

    /// Tries to claim what one job needs, or one replica more: the one place where it is decided whether a job starts.
    ///
    /// A refusal does not say what the placement core lacks: that costs O(nodes) several times over, and most refusals are never looked at.
    /// - Parameters:
    ///   - numbers: the members to place.
    ///   - mayBorrow: whether it may pass its agency's own limits, where there is something to borrow.
    ///   - id: the job, where it may hold a reservation.
    ///   - isPromised: whether it goes before all reservations.
    ///   - ticket: the place of a job that may leave room on a slow kind for a faster one; nil for what takes any room.
    mutating func examine(
        _ shape: Int, members numbers: [Int], agency: Int, mayBorrow: Bool, for id: JobID? = nil, isPromised: Bool = false,
        at ticket: Ticket? = nil
    ) -> Verdict {
        var request = shapes[shape].request
        request.members = numbers
        let permitted = permitted(request, agency)
        var open = permitted.open
        if mayBorrow { open = permitted.borrowing.isEmpty ? open : permitted.all }
        guard !open.isEmpty else {
            return .refused(permitted.borrowing.isEmpty ? .limits(permitted.refusals) : .loan(permitted.loans, isNarrowed: false))
        }
        let isWhole = open.count == request.alternatives.count
        request.alternatives = open
        effort.asked += 1
        let span = isPromised ? .shortest : shapes[shape].span
        let found = claim(request, with: shapes[shape].ports, for: span, of: id, explains: false)
        if case .reserved(let reservation) = found { return .refused(.reserved(reservation)) }
        if case .noPort(let node) = found { return .refused(.ports(node)) }
        guard case .fits(let members) = found else {
            if isWhole { return .refused(.core) }
            if open.count < permitted.all.count { return .refused(.loan(permitted.loans, isNarrowed: true)) }
            return .refused(.narrowed(permitted.refusals))
        }
        if let id, let ticket, let wait = worthWaiting(id, ticket, open, members) {
            takeBack(members, for: span, of: id)
            return .refused(.slower(wait))
        }
        let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
        if usage.isBound(agency), let excess = powerExcess(agency, watts, mayBorrow: mayBorrow) {
            takeBack(members, for: span, of: id)
            return .refused(excess)
        }
        return .place(members)
    }

    private func powerExcess(_ agency: Int, _ watts: Watts, mayBorrow: Bool) -> Obstacle? {
        let need = Int(watts.milliwatts)
        if let excess = usage.refusal(agency, .power, need: need) { return .watts(excess) }
        return mayBorrow ? nil : usage.loan(agency, .power, need: need).map { .loan([$0], isNarrowed: true) }
    }

    /// What an agency's limits make of the alternatives of a request.
    struct Permitted {
        /// Within all limits.
        var open: [PlacementRequest.Alternative] = []
        /// Only with what may be borrowed.
        var borrowing: [PlacementRequest.Alternative] = []
        /// Both, in order of preference.
        var all: [PlacementRequest.Alternative] = []
        /// What rules the others out, and what those would borrow from.
        var refusals: [Excess] = []
        var loans: [Excess] = []
    }

    /// The watts of its cores depend on the node and are checked once that is chosen.
    func permitted(_ request: PlacementRequest, _ agency: Int) -> Permitted {
        var permitted = Permitted()
        guard usage.isBound(agency) else {
            permitted.open = request.alternatives
            permitted.all = request.alternatives
            return permitted
        }
        for alternative in request.alternatives {
            let demands = demands(alternative, members: request.members.count)
            let refusals = demands.compactMap { usage.refusal(agency, $0.resource, need: $0.need) }
            guard refusals.isEmpty else {
                permitted.refusals += refusals
                continue
            }
            let loans = demands.compactMap { usage.loan(agency, $0.resource, need: $0.need) }
            if queue.isFair, !loans.isEmpty { permitted.borrowing.append(alternative) } else { permitted.open.append(alternative) }
            permitted.loans += loans
            permitted.all.append(alternative)
        }
        return permitted
    }

    func demands(_ alternative: PlacementRequest.Alternative, members: Int) -> [(resource: Resource, need: Int)] {
        let power = Int((alternative.wattsPerDevice * (alternative.count * members)).milliwatts)
        guard let kind = alternative.kind else { return [(.power, power)] }
        let thousandths = alternative.thousandths * members
        return [(.devices(kind), thousandths), (.power, power), (.units, usage.units(of: kind, thousandths: thousandths))]
    }
}

extension Blocker {
    init(_ shortage: Shortage) {
        self.init(shortage.reason, shortage.message, need: shortage.need, have: shortage.have, unit: shortage.unit, domain: shortage.domain)
    }

    /// Ordered by tier, the leader first; within a tier as found.
    static func ranked(_ blockers: [Blocker]) -> [Blocker] {
        blockers.enumerated().sorted { ($0.element.code.tier, $0.offset) < ($1.element.code.tier, $1.offset) }.map(\.element)
    }
}
