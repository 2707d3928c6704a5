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

    /// The part of one board that it holds instead of the device.
    public struct Part: Hashable, Sendable, Codable {
        public var partition: PartitionRequest
        /// Of a MIG instance the memory slice at which it begins, 0…7.
        public var start: Int?
        /// What it counts of a device against its agency's limits, 1…1000.
        public var thousandths: Int
        /// Its share of what the board reserves for all its tenants: for accounts. The first tenant reserves the whole, the last gives it
        /// back.
        public var boardWatts: Watts

        public init(partition: PartitionRequest, start: Int?, thousandths: Int, boardWatts: Watts) {
            self.partition = partition
            self.start = start
            self.thousandths = thousandths
            self.boardWatts = boardWatts
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
    /// Nil for whole devices.
    public var part: Part?
    /// Neuron: physical cores of one logical core; nil for the runtime's default.
    public var lnc: Int?
    /// Reserved in every power domain of the node, above its base load; of a part of a board without the board's own.
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

    /// What is reserved for it, its share of a board's watts included.
    public var accountedWatts: Watts { watts + (part?.boardWatts ?? .zero) }
    /// Thousandths of devices that it holds.
    public var thousandths: Int { part?.thousandths ?? devices.count * 1000 }
}
