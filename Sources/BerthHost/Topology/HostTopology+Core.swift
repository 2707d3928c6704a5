extension HostTopology {
    /// One core and its hardware threads.
    public struct Core: Equatable, Sendable, Codable {
        /// Position in hwloc's logical order, 0 and up. The operating system's core numbers repeat from socket to socket, these do not.
        public var index: Int
        /// The package's number; nil where the description has no packages.
        public var package: Int?
        /// The number of the NUMA node that is home to this core; nil when unknown.
        public var numaNode: Int?
        /// The hardware threads.
        public var cpus: CPUSet

        public init(index: Int, package: Int? = nil, numaNode: Int? = nil, cpus: CPUSet) {
            self.index = index
            self.package = package
            self.numaNode = numaNode
            self.cpus = cpus
        }
    }
}
