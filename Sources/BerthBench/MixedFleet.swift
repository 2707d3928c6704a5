package import BerthModel
package import BerthPlacement

/// A modelled fleet of any size: six node types in the shares of the 1.3 GW fleet, under racks, rows and halls.
///
/// Rows of 256 nodes are of one type; 16 rows are a hall. Device and host figures are those of the shipped catalogue.
package struct MixedFleet: Sendable {
    /// One node type with its share of the nodes.
    struct Share: Sendable {
        var instance: StaticString
        /// Rows out of 20.
        var rows: Int
        var nodesPerRack: Int
    }

    /// About 12 devices a node on average, Trainium in the majority.
    static let shares: [Share] = [
        Share(instance: "p5.48xlarge", rows: 3, nodesPerRack: 4),
        Share(instance: "p5en.48xlarge", rows: 2, nodesPerRack: 4),
        Share(instance: "p6-b200.48xlarge", rows: 2, nodesPerRack: 4),
        Share(instance: "p6e-gb200.36xlarge", rows: 2, nodesPerRack: 18),
        Share(instance: "trn2.48xlarge", rows: 8, nodesPerRack: 4),
        Share(instance: "trn3-gen1", rows: 3, nodesPerRack: 4),
    ]

    package let fleet: EngineFleet
    package let kinds: [AcceleratorKind]
    package let deviceCount: Int

    static let nodesPerRow = 256
    static let rowsPerHall = 16

    init(fleet: EngineFleet, kinds: [AcceleratorKind], deviceCount: Int) {
        self.fleet = fleet
        self.kinds = kinds
        self.deviceCount = deviceCount
    }

    /// - Parameters:
    ///   - powerBound: rack budgets as a part of what their claims could draw at most; rows hold 99 % of the sum of their racks,
    ///     halls 98 % and the site 97 % of the sum of all racks.
    package init(nodes count: Int, powerBound: Double = 1, agencies: Int = 11_000) {
        let catalogue = Catalogue.shipped
        let instances = MixedFleet.shares.map { share in
            guard let instance = catalogue.instances[InstanceName(literal: share.instance)] else {
                preconditionFailure("no \(share.instance)")
            }
            return instance
        }
        let kinds = instances.map { instance in
            guard let kind = catalogue.kinds[instance.kind] else { preconditionFailure("no \(instance.kind)") }
            return kind
        }
        let types = zip(instances, kinds).enumerated().map { EngineFleet.NodeType($1.0, $1.1, kind: $0) }
        // Smaller fleets have smaller rows, so that every type is there.
        let nodesPerRow = min(MixedFleet.nodesPerRow, max(18, count / 40))
        let pattern = MixedFleet.pattern()
        var domains = [EngineFleet.Domain(parent: nil, headroom: .zero)]
        var nodes: [EngineFleet.Node] = []
        var (hall, row, devices, rows) = (0, 0, 0, 0)
        var site: Double = 0
        while nodes.count < count {
            let type = pattern[rows % pattern.count]
            if rows.isMultiple(of: MixedFleet.rowsPerHall) {
                hall = domains.count
                domains.append(EngineFleet.Domain(parent: 0, headroom: .zero))
            }
            row = domains.count
            domains.append(EngineFleet.Domain(parent: hall, headroom: .zero))
            rows += 1
            var (inRow, rowWatts) = (0, 0.0)
            while inRow < nodesPerRow, nodes.count < count {
                let inRack = min(MixedFleet.shares[type].nodesPerRack, nodesPerRow - inRow, count - nodes.count)
                let watts = MixedFleet.most(types[type]) * Double(inRack) * powerBound
                for _ in 0..<inRack { nodes.append(EngineFleet.Node(type: type, domain: domains.count)) }
                domains.append(EngineFleet.Domain(parent: row, headroom: Watts(Int(watts))))
                devices += inRack * instances[type].deviceCount
                inRow += inRack
                rowWatts += watts
            }
            domains[row].headroom = Watts(Int(rowWatts * 0.99))
            domains[hall].headroom = domains[hall].headroom + Watts(Int(rowWatts * 0.98))
            site += rowWatts * 0.97
        }
        domains[0].headroom = Watts(Int(site))
        fleet = EngineFleet(
            types: types, nodes: nodes, domains: domains,
            kindCount: kinds.count, agencyQuotas: [Int?](repeating: nil, count: agencies))
        self.kinds = kinds
        deviceCount = devices
    }

    /// Row types spread evenly: at each place the type that is furthest behind its share.
    private static func pattern() -> [Int] {
        let total = shares.reduce(0) { $0 + $1.rows }
        var (given, pattern) = ([Int](repeating: 0, count: shares.count), [Int]())
        for place in 1...total {
            let next = shares.indices.max { shares[$0].rows * place - given[$0] * total < shares[$1].rows * place - given[$1] * total } ?? 0
            given[next] += 1
            pattern.append(next)
        }
        return pattern
    }

    /// The most that claims can add to a node, in watts.
    private static func most(_ type: EngineFleet.NodeType) -> Double { Double(type.wattsMax?.milliwatts ?? 0) / 1000 }
}

extension EngineFleet.NodeType {
    package init(_ instance: InstanceType, _ kind: AcceleratorKind, kind number: Int) {
        let numaNodes = max(1, min(EngineFleet.NodeType.numaNodesMax, instance.numaNodes))
        let cores = instance.virtualCPUs / instance.threadsPerCore
        let mebibytes = instance.memory.mebibytesRoundedDown
        var masks = [UInt16](repeating: 0, count: numaNodes)
        for (device, numaNode) in (instance.deviceNUMANodes ?? []).enumerated() { masks[numaNode] |= 1 << UInt16(device) }
        self.init(
            kind: number, rule: instance.legalSets ?? kind.legalSets, devices: instance.deviceCount, devicesOfNUMANode: masks,
            numaNodes: (0..<numaNodes).map { _ in NUMANode(cores: cores / numaNodes, mebibytes: mebibytes / numaNodes) },
            wattsPerCore: instance.wattsPerCore,
            wattsMax: (kind.power.max - kind.power.idle) * instance.deviceCount + instance.wattsPerCore * cores)
        if kind.canPartition { shareBoards(of: kind) }
    }
}
