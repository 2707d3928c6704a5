public import BerthModel

/// What one node has and how much of it is held.
public struct NodeUsage: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
        public var kind: KindName
        public var installed: Int
        /// Indexes of the claimed devices, ascending.
        public var claimed: [Int]

        public var free: Int { installed - claimed.count }
    }

    public struct NUMANode: Hashable, Sendable {
        public var cores: Int
        /// Eighths of cores that are claimed.
        public var claimedCores: CoreShare
        /// Cores of which nothing is claimed.
        public var freeWholeCores: Int
        public var memory: Bytes
        public var claimedMemory: Bytes
    }

    public var name: NodeName
    public var isAdmitting: Bool
    public var groups: [Group]
    public var numaNodes: [NUMANode]

    public var cores: Int { numaNodes.reduce(0) { $0 + $1.cores } }
    public var claimedCores: CoreShare { numaNodes.reduce(.zero) { $0 + $1.claimedCores } }
    public var memory: Bytes { numaNodes.reduce(.zero) { $0 + $1.memory } }
    public var claimedMemory: Bytes { numaNodes.reduce(.zero) { $0 + $1.claimedMemory } }
}
