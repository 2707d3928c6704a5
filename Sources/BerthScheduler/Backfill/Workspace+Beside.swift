import BerthModel
import BerthPlacement
import BerthPolicy

/// Claims beside what is reserved.
extension Workspace {
    /// Placements that are tried for one job before it is told to wait: each closes the nodes for it that would not do.
    private static let triesMax = 8

    /// What came of a claim.
    enum Beside {
        case fits([MemberPlacement])
        case blocked([Shortage])
        /// It would fit, but for what is kept for another job.
        case reserved(Reservation)
        /// It would fit, but no port is free on this node, and it does not fit without it.
        case noPort(NodeName)
    }

    /// Nodes without a free port that are passed over for one job before it is told to wait.
    private static let portTriesMax = 8

    /// As `claim(_:for:of:explains:)`, with a port for each member that needs one.
    mutating func claim(
        _ asked: PlacementRequest, with need: Shape.PortNeed, for span: SpanClass, of id: JobID?, explains: Bool
    ) -> Beside {
        var (request, first): (PlacementRequest, NodeName?) = (asked, nil)
        for _ in 0..<Workspace.portTriesMax {
            let found = claim(request, for: span, of: id, explains: explains)
            guard case .fits(var members) = found else { return first.map(Beside.noPort) ?? found }
            guard let node = ports.assign(need, to: &members) else { return .fits(members) }
            takeBack(members, for: span, of: id)
            if first == nil { request.exclude.formUnion(ports.fullNodes) }
            first = first ?? node
            request.exclude.insert(node)
        }
        return first.map(Beside.noPort) ?? .blocked([])
    }

    /// Claims all members or none, and nothing that a reservation needs at its moment.
    /// - Parameters:
    ///   - span: how long the job keeps it, at most.
    ///   - id: the job, where it may hold a reservation.
    ///   - explains: whether a refusal says what is missing.
    private mutating func claim(_ request: PlacementRequest, for span: SpanClass, of id: JobID?, explains: Bool) -> Beside {
        let end = span.upper.map { reservations.now + $0 } ?? .never
        let isHolder = id.map(reservations.isHolder) ?? false
        guard let obstacle = reservations.first(before: end, besides: id) else {
            openReserved()
            let found = claimOpen(request, explains: explains)
            if isHolder, let id, case .fits = found { reservations.dropForClaim(id) }
            return found
        }
        if isHolder, let id { reservations.lift(id) }
        let found = claimBeside(request, until: end, of: id)
        if let found {
            // Its reservation is gone with its start, or comes back with its claim.
            if isHolder, let id { reservations.dropForClaim(id) }
            return .fits(found)
        }
        if isHolder { reservations.putBack() }
        guard explains else { return .reserved(obstacle) }
        openReserved()
        switch claimOpen(request, explains: true) {
        case .fits(let members):
            release(members)
            return .reserved(obstacle)
        case let blocked: return blocked
        }
    }

    /// Gives back what a claim has found.
    mutating func takeBack(_ members: [MemberPlacement], for span: SpanClass, of id: JobID?) {
        release(members)
        ports.release(members)
        reservations.withdraw(members, until: span.upper.map { reservations.now + $0 } ?? .never, of: id, on: core)
        if let id { reservations.undrop(id) }
    }

    private mutating func claimOpen(_ request: PlacementRequest, explains: Bool) -> Beside {
        guard explains else { return claim(request).map(Beside.fits) ?? .blocked([]) }
        return switch explainedClaim(request) {
        case .fits(let members): .fits(members)
        case .blocked(let shortages): .blocked(shortages)
        }
    }

    private mutating func claimBeside(_ request: PlacementRequest, until end: Timestamp, of id: JobID?) -> [MemberPlacement]? {
        var tried: [NodeIndex] = []
        defer { for node in tried { setAdmittingUnnoted(node, true) } }
        closeReserved(request.room, for: id, until: end)
        for _ in 0..<Workspace.triesMax {
            guard let members = claim(request) else { return nil }
            if reservations.admit(members, until: end, of: id, on: core) { return members }
            release(members)
            // A job that asks for less may do there.
            for node in Set(members.compactMap { core.index(of: $0.node) }).sorted(by: { $0.value < $1.value }) {
                setAdmittingUnnoted(node, false)
                tried.append(node)
            }
        }
        return nil
    }

    /// Closes the nodes on which nothing may start that ends after the moments of their reservations.
    private mutating func closeReserved(_ room: ReservationBook.Room, for id: JobID?, until end: Timestamp) {
        let closing = reservations.closing(room, for: id, until: end)
        guard closing != reservations.closedFor else { return }
        let wanted = Set(reservations.nodes(without: room, closedFor: id, until: end))
        for node in reservations.closed.subtracting(wanted).sorted(by: { $0.value < $1.value }) { reopen(node) }
        for node in wanted.subtracting(reservations.closed).sorted(by: { $0.value < $1.value }) where core.isAdmitting(node) {
            setAdmittingUnnoted(node, false)
            reservations.closed.insert(node)
        }
        reservations.closedFor = closing
    }

    /// Every node is again as the fleet has it. A pass ends with this.
    mutating func openReserved() {
        guard reservations.closedFor != nil else { return }
        for node in reservations.closed.sorted(by: { $0.value < $1.value }) { reopen(node) }
        reservations.closedFor = nil
    }

    private mutating func reopen(_ node: NodeIndex) {
        setAdmittingUnnoted(node, true)
        reservations.closed.remove(node)
    }

    private mutating func setAdmittingUnnoted(_ node: NodeIndex, _ admits: Bool) {
        core.setAdmitting(node, admits)
        chooser?.changed(node, on: core)
    }
}

extension Blocker {
    /// What is free is kept for another job.
    init(keptFor reservation: Reservation) {
        let moment = reservation.moment == .never ? "" : " (at the latest \(reservation.moment.clockText))"
        self.init(
            .reservedForOther, "what is free is kept for job \(reservation.id), and this job may not end before that starts",
            domain: reservation.id.description, clearsWhen: ["\(reservation.id) starts\(moment)"])
    }
}
