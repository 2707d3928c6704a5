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
        let found = claim(request, with: shapes[key.shape].ports, for: shapes[key.shape].span, of: id, explains: true)
        openReserved()
        switch found {
        case .reserved(let reservation): return [Blocker(keptFor: reservation)]
        case .blocked(let shortages):
            let blockers = Blocker.ranked(shortages.map(Blocker.init))
            if isWhole, id == nil { known[shape: key.shape] = blockers }
            return blockers
        case .noPort(let node): return [portBlocker(node, of: request, key, for: id)]
        case .fits(let members):
            takeBack(members, for: shapes[key.shape].span, of: id)
            let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
            return usage.refusals(key.agency, .power, need: Int(watts.milliwatts)).map { usage.blocker($0) }
        }
    }

    /// Others that would start wherever this job does and go first, because their agency has had less of its share.
    /// With backfill those that fit are taken by age.
    /// - Complexity: O(shapes that wait).
    private func fairShareBlocker(of key: LaneKey) -> Blocker? {
        guard let fairShares, reservations.rules.method == .none else { return nil }
        let leaf = queue.tree.leaf(of: key.agency)
        let own = path(of: leaf)
        let request = shapes[key.shape].request
        var ahead: Candidate?
        for shape in queue.watched where shapes[shape].request.isNoLarger(than: request) {
            var turns = FairTurns()
            turns.add(shape)
            guard let first = turns.first(queue, fairShares, at: Timestamp(milliseconds: 0)), first.rung.weight == key.rung.weight,
                first.path < own, first.leaf != leaf, ahead.map({ first < $0 }) ?? true, !isAtArrayLimit(first.position.number),
                permitted(shapes[shape].request, queue.agency(of: first)).open.count == shapes[shape].request.alternatives.count
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

    static func noPort(on node: NodeName) -> Blocker {
        Blocker(
            .waitingForPorts, "no port of the fleet's range is free on \(node)", need: 1, have: 0, unit: "ports", domain: node.text,
            clearsWhen: ["a service or gang on \(node) ends"])
    }
}

extension PlacementRequest {
    /// Whether it fits wherever another one does.
    func isNoLarger(than other: PlacementRequest) -> Bool {
        guard members.count <= other.members.count, cpus <= other.cpus, memory <= other.memory, label == other.label,
            nodeList.isEmpty || nodeList == other.nodeList, exclude.isSubset(of: other.exclude),
            together == nil || together == other.together
        else { return false }
        return other.alternatives.allSatisfy { larger in
            alternatives.contains { own in
                own.kind == larger.kind && own.count == larger.count && own.partition == larger.partition && own.lnc == larger.lnc
                    && own.wattsPerDevice <= larger.wattsPerDevice
            }
        }
    }
}
