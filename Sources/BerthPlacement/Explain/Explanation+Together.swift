import BerthModel

/// What is said of members that must stand together.
extension Explanation {
    /// ` in one rack`; nothing where members may stand anywhere.
    var inOne: String { request.together.map { " in one \($0.phrase)" } ?? "" }

    /// How many members fit together at most, and where.
    func mostTogether(_ placer: Placer) -> (count: Int, name: String)? {
        guard let together = request.together else { return nil }
        var placer = placer
        return placer.mostTogether().map { ($0.count, layout.name(of: together, at: $0.host)) }
    }

    /// Why members can never stand together as asked, though there are enough nodes for them.
    func neverTogether(_ placer: Placer, _ candidates: [Int]) -> Shortage? {
        guard let together = request.together, request.members.count > 1 else { return nil }
        let members = request.members.count
        let what = placer.kind.map { "\(members) x \(placer.count) x \($0)" } ?? "\(members) members"
        let (unit, each) = placer.kind == nil ? ("nodes", 1) : ("devices", placer.count)
        let domain = placer.kind?.text ?? "site"
        if together == .rack || together == .hall, candidates.allSatisfy({ layout.nodes[$0].place == 0 }) {
            return Shortage(
                .neverFits, need: members * each, have: 0, unit: unit, domain: domain,
                message: "the job needs \(what) in one \(together.phrase), and the fleet file puts these nodes in none")
        }
        if together.vendor != nil, let sizes = setsOfNodes(placer, candidates) {
            return Shortage(
                .neverFits, need: members * each, have: 0, unit: unit, domain: domain,
                message: "\(what) are no set that NeuronLink joins: it joins the devices of one node, or \(sizes.spoken) whole nodes of "
                    + "an UltraServer")
        }
        let unpowered = unbounded()
        let counting = Placer(unpowered, request, placer.alternative)
        guard let most = mostTogether(counting), most.count < members else { return nil }
        return Shortage(
            .neverFits, need: members * each, have: most.count * each, unit: unit, domain: domain,
            message: "the job needs \(what) in one \(together.phrase); the largest, \(most.name), holds "
                + "\(most.count) such \(most.count == 1 ? "member" : "members") when it is empty")
    }

    /// The sizes of the sets of whole nodes that a fleet of UltraServers joins, when the members are none of these.
    private func setsOfNodes(_ placer: Placer, _ candidates: [Int]) -> [Int]? {
        var joined: Set<Int> = []
        for host in candidates where layout.nodes[host].link != nil {
            guard let group = placer.group(of: host), case .nodeSet(let sizes) = group.rule else { return nil }
            if sizes.contains(request.members.count), placer.count == group.installed.nonzeroBitCount { return nil }
            joined.formUnion(sizes.filter { $0 > 1 })
        }
        return joined.isEmpty ? nil : joined.sorted()
    }

    /// Nothing is held, and no budget bounds anything.
    func unbounded() -> Hosts {
        let hosts = Hosts(layout: layout, engine: emptied.engine.copy())
        for domain in layout.domainNames.indices { hosts.engine.setHeadroom(of: domain, HeadroomWord.unbounded) }
        hosts.engine.index()
        return hosts
    }
}

extension FleetLayout {
    /// What a node stands in.
    func name(of together: Together, at host: Int) -> String {
        let node = nodes[host]
        switch together {
        case .nvlink, .neuronlink: return node.link?.text ?? node.name.text
        case .node: return node.name.text
        case .rack: return placeNames[node.place].text
        case .hall: return halls[node.place] < 0 ? Place.site.text : placeNames[halls[node.place]].text
        }
    }
}
