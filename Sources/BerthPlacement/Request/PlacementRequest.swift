public import BerthModel

/// What the members of one job need, all of them alike.
public struct PlacementRequest: Hashable, Sendable {
    /// One way to serve the job.
    public struct Alternative: Hashable, Sendable {
        /// Nil for a job on cores only.
        public var kind: KindName?
        /// Devices a member; 0 exactly when `kind` is nil.
        public var count: Int
        /// Reserved for each device above its idle draw: (reserve - idle). Of a part of a board its share of that, for accounts: its first
        /// tenant reserves the whole board.
        public var wattsPerDevice: Watts
        /// A part of one device instead; then `count` is 1.
        public var partition: PartitionRequest?
        /// Neuron: physical cores of one logical core; nil for the runtime's default.
        public var lnc: Int?
        /// Of devices, for agencies' limits.
        public var thousandths: Int

        public init(
            kind: KindName?, count: Int, wattsPerDevice: Watts, partition: PartitionRequest? = nil, lnc: Int? = nil, thousandths: Int? = nil
        ) {
            precondition(
                (kind == nil) == (count == 0) && count >= 0 && wattsPerDevice >= .zero && (partition == nil || count == 1),
                "an alternative names a kind exactly when it asks for devices, and a part of one")
            self.kind = kind
            self.count = count
            self.wattsPerDevice = wattsPerDevice
            self.partition = partition
            self.lnc = lnc
            self.thousandths = thousandths ?? count * 1000
        }
    }

    /// Numbers of the members to place, ascending; all of them are placed, or none.
    public var members: [Int]
    /// In order of preference, at least one.
    public var alternatives: [Alternative]
    /// Any alternative is as good as another: the rule of placement chooses among them.
    public var isIndifferent = false
    /// For each member.
    public var cpus: CoreShare
    /// For each member.
    public var memory: Bytes
    /// Only these nodes; empty for all.
    public var nodeList: Set<NodeName>
    public var exclude: Set<NodeName>
    /// What all members must stand in together; nil: anywhere.
    public var together: Together?
    /// The host label that its nodes must have, 1 and up; 0 for nodes without one.
    public var label: UInt8 = 0

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
