public import BerthModel

extension HostTopology {
    /// One NUMA node: some memory, and the CPUs it is home to.
    public struct NUMANode: Equatable, Sendable, Codable {
        /// The operating system's number.
        public var number: Int
        public var memory: Bytes
        /// The CPUs whose memory comes from here first. Empty for memory that stands beside another node's CPUs (HBM, a GPU's own memory).
        public var cpus: CPUSet
        /// What the memory is when it is not ordinary: hwloc's subtype, such as `GPUMemory` or `HBM`.
        public var subtype: String?
        /// Whether this process may allocate here (cgroup `cpuset.mems`).
        public var allowed: Bool

        public init(number: Int, memory: Bytes, cpus: CPUSet, subtype: String? = nil, allowed: Bool = true) {
            self.number = number
            self.memory = memory
            self.cpus = cpus
            self.subtype = subtype
            self.allowed = allowed
        }
    }
}
