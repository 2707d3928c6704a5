/// One host of the fleet.
public struct FleetNode: Hashable, Sendable {
    public var name: NodeName
    /// Device groups, at most one of each kind; empty for a host without accelerators.
    public var groups: [DeviceGroup]
    /// At least one, in ascending order of index.
    public var numaNodes: [NUMANode]
    /// The place it hangs from in the power tree.
    public var place: PlaceName
    /// The link domain that it is a part of; nil where its devices are linked to those of no other node.
    public var link: LinkName?
    /// The host without its devices, idle.
    public var hostIdle: Watts
    /// Added by one busy core.
    public var wattsPerCore: Watts
    /// The whole host is a stand-in: only the simulated executor can run on it.
    public var isModelled: Bool

    public init(
        name: NodeName, groups: [DeviceGroup], numaNodes: [NUMANode], place: PlaceName, hostIdle: Watts, wattsPerCore: Watts,
        isModelled: Bool
    ) {
        precondition(!numaNodes.isEmpty, "node \(name) has no NUMA node")
        precondition(Set(groups.map(\.kind)).count == groups.count, "node \(name) has two groups of one kind")
        self.name = name
        self.groups = groups
        self.numaNodes = numaNodes
        self.place = place
        self.hostIdle = hostIdle
        self.wattsPerCore = wattsPerCore
        self.isModelled = isModelled
    }

    public var coreCount: Int { numaNodes.reduce(0) { $0 + $1.cores.count } }
    public var memory: Bytes { numaNodes.reduce(.zero) { $0 + $1.memory } }

    /// The group of a kind, with its position.
    public func group(of kind: KindName) -> (index: Int, group: DeviceGroup)? {
        groups.firstIndex { $0.kind == kind }.map { ($0, groups[$0]) }
    }
}
