/// What one member of a job holds on one node.
public struct MemberPlacement: Hashable, Sendable, Codable {
    public struct Core: Hashable, Sendable, Codable {
        /// The NUMA node's position and the core's position in it.
        public var numaNode: Int
        public var core: Int
        /// 1…8; 8 is the whole core.
        public var eighths: Int

        public init(numaNode: Int, core: Int, eighths: Int) {
            self.numaNode = numaNode
            self.core = core
            self.eighths = eighths
        }
    }

    public struct Memory: Hashable, Sendable, Codable {
        /// The NUMA node's position.
        public var numaNode: Int
        public var mebibytes: Int

        public init(numaNode: Int, mebibytes: Int) {
            self.numaNode = numaNode
            self.mebibytes = mebibytes
        }
    }

    public var member: Int
    public var node: NodeName
    /// Nil for a job on cores only.
    public var kind: KindName?
    /// Indexes into the node's device group of that kind, ascending.
    public var devices: [Int]
    public var cores: [Core]
    public var memory: [Memory]
    /// Reserved in every power domain of the node, above its base load.
    public var watts: Watts
    /// `PORT` of a replica, `MASTER_PORT` of a gang's member 0; claimed on the node.
    public var port: Int?

    public init(
        member: Int, node: NodeName, kind: KindName?, devices: [Int], cores: [Core], memory: [Memory], watts: Watts, port: Int? = nil
    ) {
        self.member = member
        self.node = node
        self.kind = kind
        self.devices = devices
        self.cores = cores
        self.memory = memory
        self.watts = watts
        self.port = port
    }
}
