import BerthModel

extension FleetLayout {
    /// Why an alternative can never fit: on the emptied fleet, every node admitting, at full budgets. Nil when it can.
    ///
    /// It narrows the nodes step by step; the first step that leaves none is the reason.
    func impossibility(of request: PlacementRequest, _ alternative: PlacementRequest.Alternative, on words: [UInt64]) -> Shortage? {
        var emptied = words
        relax(.all, in: &emptied)
        var planner = Planner(self, request, alternative, words: emptied)
        if planner.place(request.members) != nil { return nil }
        if let shortage = missingKind(planner, request) ?? illegalCount(planner) ?? tooSmall(planner) { return shortage }
        return tooFew(planner, request)
    }

    private func missingKind(_ planner: Planner, _ request: PlacementRequest) -> Shortage? {
        guard planner.candidates.isEmpty else { return nil }
        let restricted = request.nodeList.isEmpty && request.exclude.isEmpty ? "" : " among the nodes that the job names"
        guard let kind = planner.need.kind else {
            return Shortage(.neverFits, need: 1, have: 0, unit: "nodes", domain: "site", message: "no node is left\(restricted)")
        }
        let fleet =
            kinds.isEmpty
            ? "the fleet has no accelerators" : "the fleet has " + kinds.map { "\($0.devices) x \($0.name)" }.joined(separator: ", ")
        let known = kinds.contains { $0.name == kind }
        return Shortage(
            known ? .neverFits : .noSuchKind, need: planner.need.count * request.members.count, have: 0, unit: "devices", domain: kind.text,
            message: "no node has accelerator kind \"\(kind)\"\(known ? restricted : ""); \(fleet)")
    }

    private func illegalCount(_ planner: Planner) -> Shortage? {
        guard let kind = planner.need.kind else { return nil }
        let groups = planner.candidates.map { planner.group(of: $0) }
        let count = planner.need.count
        guard let group = groups.first(where: { $0.sets.isSupported }) else {
            return Shortage(
                .neverFits, need: count, have: 0, unit: "devices", domain: kind.text,
                message: "\(kind) is listed only: its device sets follow the \(groups[0].rule.word) rule, which cannot be placed")
        }
        let supported = groups.filter { $0.sets.isSupported }
        let largest = supported.map { $0.installed.nonzeroBitCount }.max() ?? 0
        guard count <= largest else {
            return Shortage(
                .neverFits, need: count, have: largest, unit: "devices", domain: kind.text,
                message: "a member needs \(count) x \(kind) on one node; the largest has \(largest)")
        }
        guard !supported.contains(where: { $0.sets.sizes.contains(count) }) else { return nil }
        let sizes = Set(supported.flatMap(\.sets.sizes)).sorted()
        return Shortage(
            .neverFits, need: count, have: sizes.last { $0 < count } ?? 0, unit: "devices", domain: kind.text,
            message: "\(count) x \(kind) are no set that one job can hold; \(group.rule.word) sets of \(kind) have \(sizes.spoken) devices")
    }

    /// A single member is too large for every node.
    private func tooSmall(_ planner: Planner) -> Shortage? {
        let need = planner.need
        let with = need.kind.map { " with \(need.count) x \($0)" } ?? ""
        var open = planner.candidates.filter { planner.freeSets(on: $0) > 0 }
        let cores = open.map { planner.freeCores(on: $0) }.max() ?? 0
        open.removeAll { planner.freeCoreShares(on: $0) == 0 }
        guard !open.isEmpty else {
            return Shortage(
                .neverFits, need: max(1, need.wholeCores), have: cores, unit: "cores", domain: "site",
                message: "a member needs \(CoreShare(eighths: need.eighths)) cores; the largest node\(with) has \(cores)")
        }
        let memory = open.map { planner.freeMebibytes(on: $0) }.max() ?? 0
        open.removeAll { planner.freeMebibytes(on: $0) < need.mebibytes }
        guard !open.isEmpty else {
            return Shortage(
                .neverFits, need: need.mebibytes, have: memory, unit: "MiB", domain: "site",
                message:
                    "a member needs \(Bytes.mebibytes(need.mebibytes)); the largest node\(with) has \(Bytes.mebibytes(memory))"
            )
        }
        return nil
    }

    /// Each member fits a node, but not all of them together, or not their watts.
    private func tooFew(_ planner: Planner, _ request: PlacementRequest) -> Shortage {
        let members = request.members.count
        var unpowered = planner
        for word in headroomWords { unpowered.words[word] = HeadroomWord(milliwatts: HeadroomWord.unbounded).bits }
        var counting = unpowered
        let room = counting.count(upTo: members)
        guard room == members else {
            guard let kind = planner.need.kind else {
                return Shortage(
                    .neverFits, need: members, have: room, unit: "nodes", domain: "site",
                    message: "the job has \(members) members; the empty fleet holds \(room) of them")
            }
            return Shortage(
                .neverFits, need: members * planner.need.count, have: room * planner.need.count, unit: "devices", domain: kind.text,
                message: "the job needs \(members) x \(planner.need.count) x \(kind); the empty fleet holds \(room) such members")
        }
        let full = planner.words[headroomWords].map { HeadroomWord(bits: $0).milliwatts }
        let chosen = unpowered.placeNearestToPower(request.members, actual: full) ?? []
        let short = watts(of: chosen).filter { $0.value > full[$0.key] }.max { $0.key < $1.key }
        guard let short else {
            return Shortage(
                .neverFits, need: members, have: 0, unit: "nodes", domain: "site",
                message: "the budgets do not hold \(members) members at once")
        }
        let (need, have) = (Watts(milliwatts: short.value), Watts(milliwatts: full[short.key]))
        return Shortage(
            .neverFits, need: need.roundedUp, have: have.roundedDown, unit: "W", domain: domainNames[short.key].text,
            message: "\(domainNames[short.key]) has \(have) above its idle load when nothing runs, this job needs \(need)")
    }
}

extension [Int] {
    /// `1, 4, 8 or 16`.
    var spoken: String {
        guard let last, count > 1 else { return map(String.init).joined() }
        return dropLast().map(String.init).joined(separator: ", ") + " or \(last)"
    }
}
