import BerthModel

extension Explanation {
    /// Why an alternative can never fit: on the emptied fleet, every node admitting, at full budgets. Nil when it can.
    ///
    /// It narrows the nodes step by step; the first step that leaves none is the reason.
    func impossibility(of alternative: PlacementRequest.Alternative) -> Shortage? {
        var placer = Placer(emptied, request, alternative)
        if let claims = placer.place() {
            placer.giveBack(claims)
            return nil
        }
        let candidates = placer.candidates
        return missingKind(placer, candidates) ?? uncuttable(placer, candidates) ?? illegalCount(placer, candidates) ?? tooSmall(
            placer, candidates)
            ?? neverTogether(placer, candidates) ?? tooFew(placer, alternative)
    }

    private func missingKind(_ placer: Placer, _ candidates: [Int]) -> Shortage? {
        guard candidates.isEmpty else { return nil }
        let restricted = request.nodeList.isEmpty && request.exclude.isEmpty ? "" : " among the nodes that the job names"
        guard let kind = placer.kind else {
            return Shortage(.neverFits, need: 1, have: 0, unit: "nodes", domain: "site", message: "no node is left\(restricted)")
        }
        let fleet =
            layout.kinds.isEmpty
            ? "the fleet has no accelerators" : "the fleet has " + layout.kinds.map { "\($0.devices) x \($0.name)" }.joined(separator: ", ")
        let known = layout.kinds.contains { $0.name == kind }
        return Shortage(
            known ? .neverFits : .noSuchKind, need: placer.count * request.members.count, have: 0, unit: "devices", domain: kind.text,
            message: "no node has accelerator kind \"\(kind)\"\(known ? restricted : ""); \(fleet)")
    }

    private func illegalCount(_ placer: Placer, _ candidates: [Int]) -> Shortage? {
        guard let kind = placer.kind else { return nil }
        let groups = candidates.compactMap { placer.group(of: $0) }
        let count = placer.count
        guard let group = groups.first else { return nil }
        let largest = groups.map { $0.installed.nonzeroBitCount }.max() ?? 0
        guard count <= largest else {
            return Shortage(
                .neverFits, need: count, have: largest, unit: "devices", domain: kind.text,
                message: "a member needs \(count) x \(kind) on one node; the largest has \(largest)")
        }
        guard !groups.contains(where: { $0.sets.sizes.contains(count) }) else { return nil }
        let sizes = Set(groups.flatMap(\.sets.sizes)).sorted()
        return Shortage(
            .neverFits, need: count, have: sizes.last { $0 < count } ?? 0, unit: "devices", domain: kind.text,
            message: "\(count) x \(kind) are no set that one job can hold; \(group.rule.word) sets of \(kind) have \(sizes.spoken) devices")
    }

    /// A single member is too large for every node.
    private func tooSmall(_ placer: Placer, _ candidates: [Int]) -> Shortage? {
        let with = placer.kind.map { " with \(placer.count) x \($0)" } ?? ""
        var open = candidates.filter { placer.freeSets(on: $0) > 0 }
        let cores = open.map { placer.freeCores(on: $0) }.max() ?? 0
        open.removeAll { placer.freeCoreShares(on: $0) == 0 }
        guard !open.isEmpty else {
            return Shortage(
                .neverFits, need: max(1, placer.wholeCores), have: cores, unit: "cores", domain: "site",
                message: "a member needs \(CoreShare(eighths: placer.eighths)) cores; the largest node\(with) has \(cores)")
        }
        let memory = open.map { placer.freeMebibytes(on: $0) }.max() ?? 0
        open.removeAll { placer.freeMebibytes(on: $0) < placer.mebibytes }
        guard !open.isEmpty else {
            return Shortage(
                .neverFits, need: placer.mebibytes, have: memory, unit: "MiB", domain: "site",
                message:
                    "a member needs \(Bytes.mebibytes(placer.mebibytes)); the largest node\(with) has \(Bytes.mebibytes(memory))"
            )
        }
        return nil
    }

    /// Each member fits a node, but not all of them together, or not their watts.
    private func tooFew(_ placer: Placer, _ alternative: PlacementRequest.Alternative) -> Shortage {
        let members = request.members.count
        let unpowered = unbounded()
        var counting = Placer(unpowered, request, alternative)
        let room = counting.room()
        let part = alternative.partition.map { " (\($0))" } ?? ""
        guard room == members else {
            guard let kind = placer.kind else {
                return Shortage(
                    .neverFits, need: members, have: room, unit: "nodes", domain: "site",
                    message: "the job has \(members) members; the empty fleet holds \(room) of them")
            }
            return Shortage(
                .neverFits, need: members * placer.count, have: room * placer.count, unit: "devices", domain: kind.text,
                message: "the job needs \(members) x \(placer.count) x \(kind)\(part); the empty fleet holds \(room) such members")
        }
        let claims = counting.placeNearestToPower(actual: fullHeadrooms) ?? counting.place()
        let chosen = claims.map { seats($0, unpowered) } ?? []
        let short = watts(of: chosen).filter { $0.value > fullHeadrooms[$0.key] }.max { $0.key < $1.key }
        guard let short else {
            return Shortage(
                .neverFits, need: members, have: 0, unit: "nodes", domain: "site",
                message: "the budgets do not hold \(members) members\(inOne) at once")
        }
        let (need, have) = (Watts(milliwatts: short.value), Watts(milliwatts: fullHeadrooms[short.key]))
        let name = layout.domainNames[short.key]
        return Shortage(
            .neverFits, need: need.roundedUp, have: have.roundedDown, unit: "W", domain: name.text,
            message: "\(name) has \(have) above its idle load when nothing runs, this job needs \(need)")
    }
}

extension [Int] {
    /// `1, 4, 8 or 16`.
    var spoken: String {
        guard let last, count > 1 else { return map(String.init).joined() }
        return dropLast().map(String.init).joined(separator: ", ") + " or \(last)"
    }
}
