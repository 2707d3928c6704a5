import BerthModel

extension Explanation {
    /// One missing thing with its numbers.
    /// - Parameters:
    ///   - reliefs: all that is missing; `relief` is one of them.
    ///   - placements: where the members would go with all of it taken away.
    func shortage(
        _ relief: Relief, of reliefs: [Relief], _ alternative: PlacementRequest.Alternative, _ placements: [MemberPlacement]
    ) -> Shortage {
        let others = Planner(layout, request, alternative, words: layout.relieved(reliefs.filter { $0 != relief }, words))
        switch relief {
        case .power(let domain, let need): return powerShortage(domain, layout.watts(of: placements)[domain] ?? need, placements)
        case .devices: return deviceShortage(others, alternative)
        case .cores: return coreShortage(others, open(alternative, reliefs))
        case .memory: return memoryShortage(others, open(alternative, reliefs))
        case .drained: return drainShortage(placements)
        }
    }

    /// Nodes that hold a member once all that is missing is there: where the missing thing counts.
    private func open(_ alternative: PlacementRequest.Alternative, _ reliefs: [Relief]) -> [Int] {
        let planner = Planner(layout, request, alternative, words: layout.relieved(reliefs, words))
        return planner.candidates.filter { planner.fits($0) }
    }

    private var members: Int { request.members.count }

    /// How many members fit without the thing that is short.
    private func placeable(_ planner: Planner) -> Int {
        var planner = planner
        return planner.count(upTo: members)
    }

    private func powerShortage(_ domain: Int, _ milliwatts: Int64, _ placements: [MemberPlacement]) -> Shortage {
        let have = Watts(milliwatts: HeadroomWord(bits: words[layout.headroomWords.lowerBound + domain]).milliwatts)
        let need = Watts(milliwatts: milliwatts)
        let name = layout.domainNames[domain]
        let left = have < .zero ? "is \(Watts.zero - have) over its budget" : "has \(have) left"
        return Shortage(
            .waitingForPower, need: need.roundedUp, have: have.roundedDown, unit: "W", domain: name.text,
            message: "\(name) \(left), this job needs \(need)")
    }

    private func deviceShortage(_ planner: Planner, _ alternative: PlacementRequest.Alternative) -> Shortage {
        guard let kind = alternative.kind else { preconditionFailure("a job on cores only lacks devices") }
        let count = alternative.count
        let nodes = planner.candidates.filter { planner.isAdmitting($0) }
        let free = nodes.map { (free: NodeWord(bits: planner.words[planner.group(of: $0).word]).free.nonzeroBitCount, node: $0) }
        let total = free.reduce(0) { $0 + $1.free }
        let freest = free.max { ($0.free, -$0.node) < ($1.free, -$1.node) }
        let isShape = total >= members * count
        let have: Int
        let message: String
        if members > 1 {
            let sets = placeable(planner)
            have = sets * count
            message =
                isShape
                ? "\(total) x \(kind) are free, but they hold \(sets) of the \(members) sets of \(count) that this job needs"
                : "\(total) x \(kind) are free, this job needs \(members * count) in sets of \(count)"
        } else if isShape, let freest {
            let name = layout.nodes[freest.node].name
            have = freest.free >= count ? 0 : freest.free
            message =
                freest.free >= count
                ? "\(name) has \(freest.free) x \(kind) free, but no \(count) of them form a set that one job can hold"
                : "\(total) x \(kind) are free, but this job needs \(count) on one node; the freest, \(name), has \(freest.free)"
        } else {
            have = total
            message = "\(total) x \(kind) are free, this job needs \(count)"
        }
        return Shortage(
            isShape ? .waitingForTopology : .waitingForAccelerators, need: members * count, have: have, unit: "devices", domain: kind.text,
            message: message)
    }

    private func coreShortage(_ planner: Planner, _ open: [Int]) -> Shortage {
        let need = max(1, planner.need.wholeCores)
        let cores = CoreShare(eighths: planner.need.eighths)
        if members > 1 {
            let fitting = placeable(planner)
            return Shortage(
                .waitingForCores, need: members * need, have: fitting * need, unit: "cores", domain: "site",
                message: "there are cores for \(fitting) of \(members) members, each needs \(cores)")
        }
        let best = open.map { (cores: planner.freeCores(on: $0), node: $0) }.max { ($0.cores, -$0.node) < ($1.cores, -$1.node) }
        let name = best.map { layout.nodes[$0.node].name.text } ?? "site"
        let have = planner.need.takesPartOfACore ? 0 : best?.cores ?? 0
        return Shortage(
            .waitingForCores, need: need, have: have, unit: "cores", domain: name,
            message: planner.need.takesPartOfACore
                ? "no core of \(name) has \(cores) of itself left"
                : "\(name) has \(have) free \(have == 1 ? "core" : "cores"), this job needs \(cores)")
    }

    private func memoryShortage(_ planner: Planner, _ open: [Int]) -> Shortage {
        let need = planner.need.mebibytes
        if members > 1 {
            let fitting = placeable(planner)
            return Shortage(
                .waitingForMemory, need: members * need, have: fitting * need, unit: "MiB", domain: "site",
                message: "there is memory for \(fitting) of \(members) members, each needs \(Bytes.mebibytes(need))")
        }
        let best = open.map { (free: planner.freeMebibytes(on: $0), node: $0) }.max { ($0.free, -$0.node) < ($1.free, -$1.node) }
        let name = best.map { layout.nodes[$0.node].name.text } ?? "site"
        return Shortage(
            .waitingForMemory, need: need, have: best?.free ?? 0, unit: "MiB", domain: name,
            message: "\(name) has \(Bytes.mebibytes(best?.free ?? 0)) free, this job needs \(Bytes.mebibytes(need))")
    }

    private func drainShortage(_ placements: [MemberPlacement]) -> Shortage {
        let used = Set(placements.map(\.node))
        let drained = used.filter { name in
            layout.nodeIndexes[name].map { !NodeWord(bits: words[layout.nodes[$0].groups[0].word]).isAdmitting } ?? false
        }.sorted()
        let names = drained.prefix(3).map(\.text).joined(separator: ", ") + (drained.count > 3 ? " and \(drained.count - 3) more" : "")
        return Shortage(
            .waitingForNodes, need: used.count, have: used.count - drained.count, unit: "nodes", domain: drained.first?.text ?? "site",
            message: drained.count == 1 ? "the job needs \(names), which is drained" : "the job needs \(names), which are drained")
    }
}
