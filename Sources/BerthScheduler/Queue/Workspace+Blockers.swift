import BerthModel
import BerthPlacement
import BerthPolicy

/// What the refusals of a pass say to people.
extension Workspace {
    /// Everything that is in the way of one more job of a lane; empty where nothing is. Changes nothing.
    /// - Complexity: that of an explanation, once for each shape since something was claimed or given back.
    /// - Parameter id: a job that may hold a reservation: what is kept for it is not in its way.
    mutating func blockers(of key: LaneKey, for id: JobID? = nil) -> [Blocker] {
        if let id, reservations.isHolder(id) { return findBlockers(of: key, for: id) }
        if let known = known[lane: key] { return known }
        var found = findBlockers(of: key, for: nil)
        if !found.isEmpty, found.allSatisfy({ $0.code.tier == 4 }), let first = fairShareBlocker(of: key) {
            found = Blocker.ranked(found + [first])
        }
        if !found.isEmpty { known[lane: key] = found }
        return found
    }

    private mutating func findBlockers(of key: LaneKey, for id: JobID?) -> [Blocker] {
        var request = shapes[key.shape].request
        let permitted = permitted(request, key.agency)
        guard !permitted.all.isEmpty else { return limitBlockers(request, key.agency) }
        let isWhole = permitted.all.count == request.alternatives.count
        if isWhole, id == nil, let known = known[shape: key.shape] { return known }
        request.alternatives = permitted.all
        let found = claim(request, for: shapes[key.shape].span, of: id, explains: true)
        openReserved()
        switch found {
        case .reserved(let reservation): return [Blocker(keptFor: reservation)]
        case .blocked(let shortages):
            let blockers = Blocker.ranked(shortages.map(Blocker.init))
            if isWhole, id == nil { known[shape: key.shape] = blockers }
            return blockers
        case .fits(var members):
            defer { release(members) }
            let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
            if let excess = usage.refusal(key.agency, .power, need: Int(watts.milliwatts)) { return [usage.blocker(excess)] }
            if let node = ports.assign(shapes[key.shape].ports, to: &members) { return [Workspace.noPort(on: node)] }
            ports.release(members)
            return []
        }
    }

    /// Others that wait for the same kinds and go first, because their agency has had less of its share.
    /// - Complexity: O(shapes that wait).
    private func fairShareBlocker(of key: LaneKey) -> Blocker? {
        guard let fairShares else { return nil }
        let leaf = queue.tree.leaf(of: key.agency)
        let own = path(of: leaf)
        let kinds = Set(shapes[key.shape].request.alternatives.map(\.kind))
        var ahead: Candidate?
        for shape in queue.watched where shapes[shape].request.alternatives.contains(where: { kinds.contains($0.kind) }) {
            var turns = FairTurns()
            turns.add(shape)
            guard let first = turns.first(queue, fairShares, at: Timestamp(milliseconds: 0)), first.rung.weight == key.rung.weight,
                first.path < own, first.leaf != leaf, ahead.map({ first < $0 }) ?? true
            else { continue }
            ahead = first
        }
        guard let ahead, let (theirs, ours) = zip(branches(of: ahead.leaf), branches(of: leaf)).first(where: { $0 != $1 }) else {
            return nil
        }
        let (their, our) = (queue.tree.name(of: theirs), queue.tree.name(of: ours))
        return Blocker(
            .fairShare,
            "agency \(their) goes first: it has had \(Workspace.percent(fairShares.dominantShare(of: theirs))) of the fleet for a share of "
                + "\(fairShares.weights[theirs]), \(our) has had \(Workspace.percent(fairShares.dominantShare(of: ours))) for a share of "
                + "\(fairShares.weights[ours])",
            domain: their.text, clearsWhen: ["\(their) has had more, or jobs of \(our) end and its use fades"])
    }

    /// Of 2^-40: `12.3 %`.
    static func percent(_ share: UInt64) -> String {
        let tenths = (share * 1000 + 1 << 39) >> 40
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Of the most preferred alternative.
    func limitBlockers(_ request: PlacementRequest, _ agency: Int) -> [Blocker] {
        guard let preferred = request.alternatives.first else { return [] }
        return demands(preferred, members: request.members.count).compactMap { demand in
            usage.refusal(agency, demand.resource, need: demand.need).map {
                usage.blocker($0, of: demand.resource == .power ? "this job's devices alone need" : "this job needs")
            }
        }
    }

    static func noPort(on node: NodeName) -> Blocker {
        Blocker(
            .waitingForPorts, "no port of the fleet's range is free on \(node)", need: 1, have: 0, unit: "ports", domain: node.text,
            clearsWhen: ["a service or gang on \(node) ends"])
    }
}
