public import BerthModel

/// What the members of one job need, all of them alike.
public struct PlacementRequest: Hashable, Sendable {
    /// One way to serve the job.
    public struct Alternative: Hashable, Sendable {
        /// Nil for a job on cores only.
        public var kind: KindName?
        /// Devices a member; 0 exactly when `kind` is nil.
        public var count: Int
        /// Reserved for each device above its idle draw: (reserve - idle).
        public var wattsPerDevice: Watts

        public init(kind: KindName?, count: Int, wattsPerDevice: Watts) {
            precondition(
                (kind == nil) == (count == 0) && count >= 0 && wattsPerDevice >= .zero,
                "an alternative names a kind exactly when it asks for devices")
            self.kind = kind
            self.count = count
            self.wattsPerDevice = wattsPerDevice
        }
    }

    /// Numbers of the members to place, ascending; all of them are placed, or none.
    public var members: [Int]
    /// In order of preference, at least one.
    public var alternatives: [Alternative]
    /// For each member.
    public var cpus: CoreShare
    /// For each member.
    public var memory: Bytes
    /// Only these nodes; empty for all.
    public var nodeList: Set<NodeName>
    public var exclude: Set<NodeName>
    /// What all members must stand in together; nil: anywhere.
    public var together: Together?

    public init(
        members: [Int], alternatives: [Alternative], cpus: CoreShare, memory: Bytes, nodeList: Set<NodeName> = [],
        exclude: Set<NodeName> = [], together: Together? = nil
    ) {
        precondition(!members.isEmpty && !alternatives.isEmpty && cpus.isRequestable, "a request names members, alternatives and cores")
        self.members = members
        self.alternatives = alternatives
        self.cpus = cpus
        self.memory = memory
        self.nodeList = nodeList
        self.exclude = exclude
        self.together = together
    }
}
