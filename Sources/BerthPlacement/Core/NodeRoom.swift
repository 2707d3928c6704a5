package import BerthModel

/// What is free on one node, as far as it tells whether a member may fit.
package struct NodeRoom: Sendable {
    package let node: Int
    /// By device group.
    let groups: [(kind: Int, free: Int)]
    let cores: Int
    /// Nil where the engine does not count it.
    let mebibytes: Int?
    let isAdmitting: Bool
}

/// What one member of a request needs of a node, and the whole request of power domains, in numbers: to tell quickly what was
/// given back for nothing.
package struct MemberNeed: Sendable {
    /// The kind's number, -1 for cores alone; devices, 0 for a part of one.
    private let options: [(kind: Int, devices: Int)]
    private let cores: Int
    private let mebibytes: Int
    private let only: Set<Int>
    private let except: Set<Int>
    /// The most that the whole request may reserve in a domain, and the least that one member does, in milliwatts.
    package let powerMax: Int64
    package let memberPowerMin: Int64

    /// - Complexity: O(alternatives + named nodes).
    package init(_ request: PlacementRequest, on core: PlacementCore) {
        let layout = core.layout
        options = request.alternatives.map { alternative in
            (alternative.kind.map { layout.kindNumbers[$0] ?? .max } ?? -1, alternative.partition == nil ? alternative.count : 0)
        }
        cores = request.cpus.wholeCores ?? 0
        mebibytes = request.memory.mebibytesRoundedDown
        only = Set(request.nodeList.compactMap { layout.nodeIndexes[$0] })
        except = Set(request.exclude.compactMap { layout.nodeIndexes[$0] })
        let dearestCores =
            layout.dearestCore.milliwatts * Int64((request.cpus.eighths + CoreShare.eighthsPerCore - 1) / CoreShare.eighthsPerCore)
        let most =
            request.alternatives.map { alternative -> Int64 in
                // The first tenant of a board reserves all of it.
                alternative.partition == nil ? alternative.wattsPerDevice.milliwatts * Int64(alternative.count) : Int64.max / 4096
            }.max() ?? 0
        let (whole, overflows) = (most + dearestCores).multipliedReportingOverflow(by: Int64(request.members.count))
        powerMax = overflows ? .max : whole
        memberPowerMin =
            request.alternatives.map { $0.partition == nil ? $0.wattsPerDevice.milliwatts * Int64($0.count) : 0 }.min() ?? 0
    }

    /// False where no member can stand there now.
    package func mayFit(_ room: NodeRoom) -> Bool {
        guard room.isAdmitting, room.cores >= cores, room.mebibytes.map({ $0 >= mebibytes }) ?? true,
            only.isEmpty || only.contains(room.node),
            !except.contains(room.node)
        else { return false }
        return options.contains { option in
            option.kind < 0 || room.groups.contains { $0.kind == option.kind && $0.free >= option.devices }
        }
    }
}

extension PlacementCore {
    package func room(of node: NodeIndex) -> NodeRoom {
        let shape = layout.shape(of: node.value)
        let positions = layout.positions(of: node.value)
        let groups = zip(shape.groups, positions).map { group, position in
            (kind: layout.kindNumbers[group.kind] ?? -1, free: (group.installed & engine.freeDevices(position)).nonzeroBitCount)
        }
        let first = layout.nodes[node.value].position
        return NodeRoom(
            node: node.value, groups: groups, cores: engine.freeCores(first),
            mebibytes: layout.nodes[node.value].memories < 0 ? engine.freeMebibytes(first) : nil, isAdmitting: engine.isAdmitting(first))
    }

    /// The bounded power domains of a node, leaf to root.
    package func boundedDomains(of node: NodeIndex) -> [DomainIndex] {
        layout.nodes[node.value].path.lazy.filter { self.budgets.load($0) != UInt64(bitPattern: HeadroomWord.unbounded) }.map(
            DomainIndex.init)
    }

    /// What is left in a domain at least, in milliwatts: claimers' credits are not counted, so it costs one reading.
    package func leastHeadroom(of domain: DomainIndex) -> Int64 { engine.settledHeadroom(domain.value) }
}
