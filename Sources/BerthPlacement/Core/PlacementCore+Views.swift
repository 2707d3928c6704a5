public import BerthModel

/// Readings for people and reports. Each word is read once; what other threads change meanwhile may or may not be in them.
extension PlacementCore {
    public var nodeCount: Int { layout.nodes.count }
    public var domainCount: Int { layout.domainNames.count }

    public func index(of node: NodeName) -> NodeIndex? { layout.nodeIndexes[node].map(NodeIndex.init) }

    public func isAdmitting(_ node: NodeIndex) -> Bool {
        NodeWord(bits: table.words.load(layout.nodes[node.value].groups[0].word)).isAdmitting
    }

    public func usage(of node: NodeIndex) -> NodeUsage {
        let layout = layout.nodes[node.value]
        let groups = layout.groups.compactMap { group -> NodeUsage.Group? in
            guard let kind = group.kind else { return nil }
            let claimed = NodeWord(bits: table.words.load(group.word)).claimed
            return NodeUsage.Group(
                kind: kind, installed: group.installed.nonzeroBitCount,
                claimed: (0..<Limits.devicesPerGroupMax).filter { claimed >> UInt16($0) & 1 == 1 })
        }
        let numaNodes = layout.numaNodes.map { numaNode in
            let words = numaNode.coreWords.map { CoreWord(bits: table.words.load($0)) }
            return NodeUsage.NUMANode(
                cores: numaNode.coreCount, claimedCores: CoreShare(eighths: words.reduce(0) { $0 + $1.takenEighths }),
                freeWholeCores: words.reduce(0) { $0 + $1.freeCores }, memory: .mebibytes(numaNode.mebibytes),
                claimedMemory: .mebibytes(MemoryWord(bits: table.words.load(numaNode.memoryWord)).taken))
        }
        return NodeUsage(name: layout.name, isAdmitting: isAdmitting(node), groups: groups, numaNodes: numaNodes)
    }

    /// A reading made while `setBudgets(_:)` runs may join a new budget with an old headroom.
    public func usage(of domain: DomainIndex) -> DomainUsage {
        let budget = Int64(bitPattern: table.words.load(layout.budgetWords.lowerBound + domain.value))
        let headroom = headroom(of: domain).milliwatts
        return DomainUsage(
            name: layout.domainNames[domain.value], budget: budget == HeadroomWord.unbounded ? nil : Watts(milliwatts: budget),
            base: Watts(milliwatts: layout.base[domain.value]), reserved: Watts(milliwatts: budget - headroom))
    }

    /// What may still be reserved in a domain: one word, exact at some instant of the call. Negative after a lowering.
    public func headroom(of domain: DomainIndex) -> Watts {
        Watts(milliwatts: HeadroomWord(bits: table.words.load(layout.headroomWords.lowerBound + domain.value)).milliwatts)
    }
}
