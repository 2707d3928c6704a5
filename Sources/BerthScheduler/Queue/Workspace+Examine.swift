import BerthModel
import BerthPlacement
import BerthPolicy

extension Workspace {
    /// Tries to claim what one job needs, or one replica more: the one place where it is decided whether a job starts.
    /// - Parameters:
    ///   - members: the numbers to place.
    ///   - explains: whether what the placement core lacks is to be found out. A pass that is refused need not know: it costs O(nodes)
    ///     several times over, for each shape that waits, and most refusals are never looked at.
    ///   - id: the job, which may hold a reservation; nil for what holds none.
    mutating func examine(_ key: PendingQueue.LaneKey, members numbers: [Int], for id: JobID? = nil, explains: Bool) -> Decision {
        let shape = shapes[key.shape]
        var request = shape.request
        request.members = numbers
        let (permitted, quota) = withinQuota(request, key.agency)
        guard let permitted else { return .wait(quota) }
        let isWhole = permitted.alternatives.count == shape.request.alternatives.count && numbers.count == shape.request.members.count
        let isHolder = id.map(reservations.isHolder) ?? false
        if isWhole, !isHolder, let known = blockedShapes[key.shape], !explains || !known.isEmpty { return .wait(known) }
        switch claim(permitted, for: shape.span, of: id, explains: explains) {
        case .reserved(let reservation):
            let blockers = explains ? [Blocker(keptFor: reservation)] : []
            if isWhole, !isHolder { blockedShapes[key.shape] = blockers }
            return .wait(blockers)
        case .blocked(let shortages):
            let blockers = Blocker.ranked(shortages.map(Blocker.init))
            if isWhole, !isHolder { blockedShapes[key.shape] = blockers }
            return .wait(blockers)
        case .fits(var members):
            let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
            if let blocker = usage.powerBlocker(key.agency, watts: watts) {
                release(members)
                return .wait([blocker])
            }
            if let node = ports.assign(shape.ports, to: &members) {
                release(members)
                return .wait([
                    Blocker(
                        .waitingForPorts, "no port of the fleet's range is free on \(node)", need: 1, have: 0, unit: "ports",
                        domain: node.text,
                        clearsWhen: ["a service or gang on \(node) ends"])
                ])
            }
            return .place(members)
        }
    }

    /// The request without the alternatives that the agency's limits rule out now.
    /// - Returns: nil when none is left, with the limits of the most preferred one; else the limits that ruled some out are no blockers.
    func withinQuota(_ request: PlacementRequest, _ agency: AgencyName) -> (request: PlacementRequest?, blockers: [Blocker]) {
        guard usage.isBound(agency) else { return (request, []) }
        var permitted = request
        permitted.alternatives = []
        var blockers: [Blocker] = []
        for alternative in request.alternatives {
            let found = quotaBlockers(alternative, members: request.members.count, agency)
            if found.isEmpty { permitted.alternatives.append(alternative) } else if blockers.isEmpty { blockers = found }
        }
        return permitted.alternatives.isEmpty ? (nil, blockers) : (permitted, [])
    }

    /// The watts of its cores depend on the node and are checked once that is chosen.
    func quotaBlockers(_ alternative: PlacementRequest.Alternative, members: Int, _ agency: AgencyName) -> [Blocker] {
        let devices = alternative.kind.flatMap { usage.deviceBlocker(agency, kind: $0, thousandths: alternative.thousandths * members) }
        let power = usage.powerBlocker(
            agency, watts: alternative.wattsPerDevice * (alternative.count * members), of: "this job's devices alone need")
        return [devices, power].compactMap { $0 }
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
