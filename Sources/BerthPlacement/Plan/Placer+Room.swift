import BerthModel

/// What one node has for the members of a request.
extension Placer {
    func position(on host: Int) -> Int {
        guard let group = layout.shape(of: host).groupIndex(of: kind) else { preconditionFailure("node \(host) is no candidate") }
        return layout.nodes[host].position + group
    }

    /// Nil for a job on cores only on a host without devices.
    func group(of host: Int) -> GroupLayout? {
        let shape = layout.shape(of: host)
        return kind == nil ? nil : shape.groupIndex(of: kind).map { shape.groups[$0] }
    }

    /// What a member adds to every domain of the path. Parts of a core count pro rata, rounded up to a milliwatt.
    func watts(on host: Int) -> Int64 { need?.milliwatts(perCore: layout.shape(of: host).wattsPerCore.milliwatts) ?? .max }

    /// - Parameter headrooms: what is left in each domain.
    func hasPower(_ host: Int, _ headrooms: [Int64]) -> Bool {
        let watts = watts(on: host)
        return layout.nodes[host].path.allSatisfy { headrooms[$0] >= watts }
    }

    /// Whether it admits claims of the request's label.
    func isAdmitting(_ host: Int) -> Bool { engine.isAdmitting(position(on: host)) && engine.label(position(on: host)) == label }
    func freeDevices(on host: Int) -> UInt16 { engine.freeDevices(position(on: host)) }
    func freeCores(on host: Int) -> Int { engine.freeCores(position(on: host)) }
    func freeMebibytes(on host: Int) -> Int { engine.freeMebibytes(position(on: host)) }

    /// Disjoint legal sets among the free devices; unbounded for a job on cores only.
    func freeSets(on host: Int) -> Int {
        guard count > 0 else { return .max }
        if let need, !need.share.isNone { return engine.freeShares(need.share, position(on: host)) }
        guard let group = group(of: host), group.sets.sizes.contains(count) else { return 0 }
        return group.sets.count(of: count, in: freeDevices(on: host))
    }

    /// Shares of cores of the size asked.
    func freeCoreShares(on host: Int) -> Int {
        takesPartOfACore ? engine.freeParts(of: eighths, position(on: host)) : freeCores(on: host) / wholeCores
    }

    /// How many members the node holds, power aside.
    func capacity(of host: Int) -> Int {
        guard isAdmitting(host) else { return 0 }
        let room = min(freeSets(on: host), freeCoreShares(on: host))
        return mebibytes == 0 ? room : min(room, freeMebibytes(on: host) / mebibytes)
    }

    func fits(_ host: Int, _ headrooms: [Int64]) -> Bool { need != nil && hasPower(host, headrooms) && capacity(of: host) > 0 }
}
