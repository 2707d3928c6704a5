import BerthModel

extension Explanation {
    /// One missing thing with its numbers.
    /// - Parameters:
    ///   - reliefs: all that is missing; `relief` is one of them.
    ///   - seats: where the members would go with all of it taken away.
    func shortage(
        _ relief: Relief, of reliefs: [Relief], _ alternative: PlacementRequest.Alternative, _ seats: [Seat]
    ) -> Shortage {
        var others: Placer { Placer(relieved(reliefs.filter { $0 != relief }), request, alternative) }
        switch relief {
        case .power(let domain, let need): return powerShortage(domain, need)
        case .devices: return deviceShortage(others, alternative)
        case .cores(let host): return coreShortage(others, on: host)
        case .memory(let host): return memoryShortage(others, on: host)
        case .drained: return drainShortage(seats)
        case .label: return labelShortage(seats)
        }
    }

    /// Nodes that hold a member once all that is missing is there: where the missing thing counts.
    func open(_ alternative: PlacementRequest.Alternative, _ reliefs: [Relief]) -> [Int] {
        let hosts = relieved(reliefs)
        let placer = Placer(hosts, request, alternative)
        let headrooms = layout.domainNames.indices.map(hosts.engine.settledHeadroom)
        let open = placer.candidates.filter { placer.fits($0, headrooms) }
        guard alternative.partition != nil, members == 1 else { return open }
        // A board that is to be opened may lack watts where one with tenants does not.
        let certain = open.filter { host in
            var only = request
            only.nodeList = [layout.nodes[host].name]
            var trial = Placer(hosts, only, alternative)
            guard let claims = trial.place() else { return false }
            trial.giveBack(claims)
            return true
        }
        return certain.isEmpty ? open : certain
    }

    private var members: Int { request.members.count }

    /// How many members fit without the thing that is short.
    private func placeable(_ placer: Placer) -> Int {
        var placer = placer
        let room = placer.room()
        placer.engine.power.settle()
        return room
    }

    private func powerShortage(_ domain: Int, _ milliwatts: Int64) -> Shortage {
        let have = Watts(milliwatts: headrooms[domain])
        let need = Watts(milliwatts: milliwatts)
        let name = layout.domainNames[domain]
        let left = have < .zero ? "is \(Watts.zero - have) over its budget" : "has \(have) left"
        return Shortage(
            .waitingForPower, need: need.roundedUp, have: have.roundedDown, unit: "W", domain: name.text,
            message: "\(name) \(left), this job needs \(need)")
    }

    private func deviceShortage(_ placer: Placer, _ alternative: PlacementRequest.Alternative) -> Shortage {
        guard let kind = alternative.kind else { preconditionFailure("a job on cores only lacks devices") }
        if let partition = alternative.partition { return partShortage(placer, kind, partition) }
        let count = alternative.count
        let nodes = placer.candidates.filter { placer.isAdmitting($0) }
        let free = nodes.map { (free: placer.freeDevices(on: $0).nonzeroBitCount, node: $0) }
        let total = free.reduce(0) { $0 + $1.free }
        let freest = free.max { ($0.free, -$0.node) < ($1.free, -$1.node) }
        let isShape = total >= members * count
        let have: Int
        let message: String
        if members > 1, request.together != nil {
            let most = mostTogether(placer)
            have = (most?.count ?? 0) * count
            let freest = most.map { "; the freest, \($0.name), has room for \($0.count)" } ?? ""
            message = "\(total) x \(kind) are free, this job needs \(members) sets of \(count)\(inOne)\(freest)"
        } else if members > 1 {
            let sets = placeable(placer)
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

    /// - Parameter host: nil: of any.
    private func coreShortage(_ placer: Placer, on host: Int?) -> Shortage {
        let need = max(1, placer.wholeCores)
        let cores = CoreShare(eighths: placer.eighths)
        guard let host else {
            let fitting = placeable(placer)
            return Shortage(
                .waitingForCores, need: members * need, have: fitting * need, unit: "cores", domain: Place.site.text,
                message: members == 1
                    ? "no node that has all else has \(cores) \(cores == .cores(1) ? "core" : "cores") free"
                    : "there are cores for \(fitting) of \(members) members\(inOne), each needs \(cores)")
        }
        let name = layout.nodes[host].name.text
        let have = placer.takesPartOfACore ? 0 : placer.freeCores(on: host)
        return Shortage(
            .waitingForCores, need: need, have: have, unit: "cores", domain: name,
            message: placer.takesPartOfACore
                ? "no core of \(name) has \(cores) of itself left"
                : "\(name) has \(have) free \(have == 1 ? "core" : "cores"), this job needs \(cores)")
    }

    private func memoryShortage(_ placer: Placer, on host: Int?) -> Shortage {
        let need = placer.mebibytes
        guard let host else {
            let fitting = placeable(placer)
            return Shortage(
                .waitingForMemory, need: members * need, have: fitting * need, unit: "MiB", domain: Place.site.text,
                message: members == 1
                    ? "no node that has all else has \(Bytes.mebibytes(need)) free"
                    : "there is memory for \(fitting) of \(members) members\(inOne), each needs \(Bytes.mebibytes(need))")
        }
        let (name, free) = (layout.nodes[host].name.text, placer.freeMebibytes(on: host))
        return Shortage(
            .waitingForMemory, need: need, have: free, unit: "MiB", domain: name,
            message: "\(name) has \(Bytes.mebibytes(free)) free, this job needs \(Bytes.mebibytes(need))")
    }

    private func drainShortage(_ seats: [Seat]) -> Shortage {
        let used = Set(seats.map(\.node))
        let drained = used.filter { !actual.engine.isAdmitting(layout.nodes[$0].position) }.map { layout.nodes[$0].name }.sorted()
        let names = drained.prefix(3).map(\.text).joined(separator: ", ") + (drained.count > 3 ? " and \(drained.count - 3) more" : "")
        return Shortage(
            .waitingForNodes, need: used.count, have: used.count - drained.count, unit: "nodes", domain: drained.first?.text ?? "site",
            message: "the job needs \(names), which \(drained.count == 1 ? "takes" : "take") nothing new")
    }
}
