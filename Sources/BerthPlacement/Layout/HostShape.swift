package import BerthModel

/// What hosts that are alike have in common.
struct HostShape: Sendable {
    /// One NUMA node, and where its cores stand among those of its side.
    struct NUMALayout: Sendable {
        /// The engine counts cores and memory of two sides; hosts of more NUMA nodes are folded, neighbours together.
        let side: Int
        let firstCore: Int
        let coreCount: Int
        let mebibytes: Int

        var cores: Range<Int> { firstCore..<firstCore + coreCount }
    }

    /// Empty for a host without devices.
    let groups: [GroupLayout]
    let numaNodes: [NUMALayout]
    let wattsPerCore: Watts
    /// The NUMA nodes of each side.
    private let numaNodesOfSide: [[Int]]

    init(_ node: FleetNode, _ catalogue: Catalogue) {
        groups = node.groups.map { GroupLayout($0, node.numaNodes, catalogue.kinds[$0.kind]) }
        wattsPerCore = node.wattsPerCore
        let sides = min(EngineFleet.NodeType.numaNodesMax, node.numaNodes.count)
        var next = [Int](repeating: 0, count: sides)
        numaNodes = node.numaNodes.enumerated().map { position, numaNode in
            let side = position * sides / node.numaNodes.count
            defer { next[side] += numaNode.cores.count }
            return NUMALayout(
                side: side, firstCore: next[side], coreCount: numaNode.cores.count, mebibytes: numaNode.memory.mebibytesRoundedDown)
        }
        let layouts = numaNodes
        numaNodesOfSide = (0..<sides).map { side in layouts.indices.filter { layouts[$0].side == side } }
    }

    var sideCount: Int { min(EngineFleet.NodeType.numaNodesMax, numaNodes.count) }
    /// A side stands for several NUMA nodes.
    var isFolded: Bool { numaNodes.count > sideCount }
    /// Its sides are its NUMA nodes, and masks hold their cores.
    var isPlain: Bool { !isFolded && numaNodes.allSatisfy { $0.coreCount <= CoreMasks.coresMax } }
    /// A host is one node of the engine for each device group, or one.
    var positionCount: Int { max(1, groups.count) }

    func numaNodes(of side: Int) -> [Int] { numaNodesOfSide[side] }

    /// The group of a kind; the first node of the engine serves jobs on cores only.
    func groupIndex(of kind: KindName?) -> Int? { kind == nil ? 0 : groups.firstIndex { $0.kind == kind } }

    /// The NUMA node and its core of a core of a side.
    func core(_ position: Int, of side: Int) -> (numaNode: Int, core: Int)? {
        if numaNodesOfSide[side].count == 1 { return (numaNodesOfSide[side][0], position) }
        return foldedCore(position, of: side)
    }

    private func foldedCore(_ position: Int, of side: Int) -> (numaNode: Int, core: Int)? {
        numaNodes.indices.first { numaNodes[$0].side == side && numaNodes[$0].cores.contains(position) }.map {
            ($0, position - numaNodes[$0].firstCore)
        }
    }

    /// The engine's types of the host, one for each group.
    /// - Parameter kinds: numbers of all kinds of the fleet.
    func types(_ kinds: [KindName: Int]) -> [EngineFleet.NodeType] {
        let sides = (0..<sideCount).map { side in
            numaNodes.filter { $0.side == side }.reduce(EngineFleet.NodeType.NUMANode(cores: 0, mebibytes: 0)) {
                .init(cores: $0.cores + $1.coreCount, mebibytes: $0.mebibytes + $1.mebibytes)
            }
        }
        func type(_ group: GroupLayout?, isMirror: Bool) -> EngineFleet.NodeType {
            var beside = [UInt16](repeating: 0, count: sideCount)
            for locality in group?.localities ?? [] {
                if let numaNode = locality.numaNode { beside[numaNodes[numaNode].side] |= locality.devices }
            }
            let kind = group.map { group in
                guard let number = kinds[group.kind] else { preconditionFailure("kind \(group.kind) has no number") }
                return number
            }
            var type = EngineFleet.NodeType(
                kind: kind, rule: group?.rule ?? .any, devices: group?.sets.installed ?? 0, devicesOfNUMANode: beside, numaNodes: sides,
                wattsPerCore: wattsPerCore)
            type.isMirror = isMirror
            let devices = group == nil ? Watts.zero : group?.wattsMax
            type.wattsMax = devices.map { $0 + wattsPerCore * sides.reduce(0) { $0 + $1.cores } }
            group?.shareBoards(of: &type)
            return type
        }
        return groups.isEmpty ? [type(nil, isMirror: false)] : groups.enumerated().map { type($0.element, isMirror: $0.offset > 0) }
    }

    /// What the engine's words cannot hold; nil when they hold the host.
    private var excess: String? {
        for side in 0..<sideCount {
            let cores = numaNodes.filter { $0.side == side }.reduce(0) { $0 + $1.coreCount }
            let mebibytes = numaNodes.filter { $0.side == side }.reduce(0) { $0 + $1.mebibytes }
            if cores > SideWord.coresMax { return "\(cores) cores beside one socket; at most \(SideWord.coresMax) are supported" }
            if mebibytes > SideWord.mebibytesMax {
                return "\(Bytes.mebibytes(mebibytes)) beside one socket; at most \(Bytes.mebibytes(SideWord.mebibytesMax)) are supported"
            }
        }
        return nil
    }
}

extension EngineFleet.NodeType {
    /// The engine's types of a host, one for each device group; one for a host without devices.
    /// - Parameter kinds: numbers of the host's kinds.
    /// - Throws: `BerthError` with code `invalidFleet` for more cores or memory beside one socket than the engine's words hold.
    package static func types(
        of node: FleetNode, kinds: [KindName: Int], _ catalogue: Catalogue
    ) throws(BerthError) -> [EngineFleet.NodeType] {
        try HostShape(checking: node, catalogue).types(kinds)
    }
}

extension HostShape {
    /// - Throws: `BerthError` with code `invalidFleet` for a host that the engine's words do not hold.
    init(checking node: FleetNode, _ catalogue: Catalogue) throws(BerthError) {
        self.init(node, catalogue)
        if let excess { throw BerthError(.invalidFleet, "node \"\(node.name)\" has \(excess)") }
    }
}
