/// `GET /v1/topology`: what stands on each node and what hangs from where.
public struct TopologyView: Codable, Hashable, Sendable {
    public var nodes: [Node]

    public init(nodes: [Node]) { self.nodes = nodes }

    public struct Node: Codable, Hashable, Sendable {
        public var name: String
        /// Its place in the power tree.
        public var place: String
        /// The whole host is a stand-in.
        public var modelled: Bool
        public var numaNodes: [NUMANode]
        public var devices: [Device]

        public init(name: String, place: String, modelled: Bool, numaNodes: [NUMANode], devices: [Device]) {
            self.name = name
            self.place = place
            self.modelled = modelled
            self.numaNodes = numaNodes
            self.devices = devices
        }

        private enum CodingKeys: String, CodingKey { case name, place, modelled, devices, numaNodes = "numa_nodes" }
    }

    public struct NUMANode: Codable, Hashable, Sendable {
        /// The operating system's index.
        public var index: Int
        /// As the kernel lists CPUs: `0-47,96-143`.
        public var cpus: String
        /// Physical cores.
        public var cores: Int
        public var memoryMebibytes: Int

        public init(index: Int, cpus: String, cores: Int, memoryMebibytes: Int) {
            self.index = index
            self.cpus = cpus
            self.cores = cores
            self.memoryMebibytes = memoryMebibytes
        }

        private enum CodingKeys: String, CodingKey { case index, cpus, cores, memoryMebibytes = "memory_mebibytes" }
    }

    public struct Device: Codable, Hashable, Sendable {
        public var kind: String
        /// Its position in the node's group of that kind.
        public var index: Int
        public var id: String
        /// The NUMA node it hangs from; absent where the host does not say.
        public var numaNode: Int?
        public var modelled: Bool
        /// Who holds it, where the caller may know of that job; otherwise `busy` alone says that somebody does.
        public var job: String?
        public var busy: Bool

        public init(kind: String, index: Int, id: String, numaNode: Int?, modelled: Bool, job: String?, busy: Bool) {
            self.kind = kind
            self.index = index
            self.id = id
            self.numaNode = numaNode
            self.modelled = modelled
            self.job = job
            self.busy = busy
        }

        private enum CodingKeys: String, CodingKey { case kind, index, id, modelled, job, busy, numaNode = "numa_node" }
    }
}
