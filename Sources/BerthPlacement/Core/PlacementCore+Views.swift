public import BerthModel

/// Readings for people and reports. Each word is read once; what other threads change meanwhile may or may not be in them.
extension PlacementCore {
    public var nodeCount: Int { layout.nodes.count }
    public var domainCount: Int { layout.domainNames.count }

    public func index(of node: NodeName) -> NodeIndex? { layout.nodeIndexes[node].map(NodeIndex.init) }

    public func isAdmitting(_ node: NodeIndex) -> Bool { engine.isAdmitting(layout.nodes[node.value].position) }

    public func usage(of node: NodeIndex) -> NodeUsage {
        let shape = layout.shape(of: node.value)
        let groups = zip(shape.groups, layout.positions(of: node.value)).map { group, position in
            let claimed = group.installed & ~engine.freeDevices(position)
            return NodeUsage.Group(
                kind: group.kind, installed: group.sets.installed,
                claimed: (0..<Limits.devicesPerGroupMax).filter { claimed >> UInt16($0) & 1 == 1 })
        }
        let sides = (0..<shape.sideCount).map { hosts.coresTaken(of: node.value, side: $0) }
        let numaNodes = shape.numaNodes.enumerated().map { position, numaNode in
            let taken = numaNode.cores.map { sides[numaNode.side][$0 / CoreWord.coresMax].eighths(of: $0 % CoreWord.coresMax) }
            return NodeUsage.NUMANode(
                cores: numaNode.coreCount, claimedCores: CoreShare(eighths: taken.reduce(0, +)), freeWholeCores: taken.count { $0 == 0 },
                memory: .mebibytes(numaNode.mebibytes),
                claimedMemory: .mebibytes(numaNode.mebibytes - freeMebibytes(node.value, position)))
        }
        return NodeUsage(
            name: layout.nodes[node.value].name, isAdmitting: isAdmitting(node), groups: groups, numaNodes: numaNodes)
    }

    /// Of one NUMA node.
    func freeMebibytes(_ node: Int, _ numaNode: Int) -> Int {
        let layout = layout.nodes[node]
        guard layout.memories < 0 else { return Int(memories.load(layout.memories + numaNode)) }
        return engine.freeMebibytes(layout.position, on: numaNode)
    }

    /// A reading made while `setBudgets(_:)` runs may join a new budget with an old headroom.
    public func usage(of domain: DomainIndex) -> DomainUsage {
        let budget = Int64(bitPattern: budgets.load(domain.value))
        let headroom = headroom(of: domain).milliwatts
        return DomainUsage(
            name: layout.domainNames[domain.value], budget: budget == HeadroomWord.unbounded ? nil : Watts(milliwatts: budget),
            base: Watts(milliwatts: layout.base[domain.value]), reserved: Watts(milliwatts: budget - headroom))
    }

    /// What may still be reserved in a domain. Negative after a lowering.
    public func headroom(of domain: DomainIndex) -> Watts { engine.headroom(of: domain.value) }
}
