public import BerthModel

extension HostTopology {
    /// One accelerator chip that is really here. Modelled devices are never in a topology.
    public struct Accelerator: Equatable, Sendable, Codable {
        public var vendor: AcceleratorKind.Vendor
        /// The vendor's own number: NVML's index, or N of `/dev/neuronN`.
        public var index: Int
        /// What selects it for a process: `GPU-...` for NVIDIA, `neuronN` for Neuron. A device known only from a saved description is named
        /// by its PCI address.
        public var id: String
        /// As the vendor's library calls it; empty when it does not say.
        public var name: String
        /// The kind of the shipped catalogue that the name suggests; nil when none does.
        public var kind: KindName?
        public var address: PCIAddress?
        public var memory: Bytes?
        public var power: PowerReading
        /// The number of the NUMA node it is near; nil when unknown, never 0 by default.
        public var numaNode: Int?
        /// The CPUs it is near; nil when unknown.
        public var cpus: CPUSet?
        /// Nil on boards that cannot be partitioned.
        public var mig: MIGMode?
        /// Nil outside an NVLink fabric.
        public var fabric: Fabric?
        /// Indexes of the devices it reaches over NVLink; nil when that was not readable.
        public var nvlinkPeers: [Int]?
        /// Active NVLinks; nil when not readable.
        public var nvlinks: Int?
        /// Nil for other vendors.
        public var neuron: NeuronDetail?
        /// Readings that failed, each with the call and its answer.
        public var warnings: [String]

        public init(
            vendor: AcceleratorKind.Vendor, index: Int, id: String, name: String = "", kind: KindName? = nil, address: PCIAddress? = nil,
            memory: Bytes? = nil,
            power: PowerReading = PowerReading(), numaNode: Int? = nil, cpus: CPUSet? = nil, mig: MIGMode? = nil, fabric: Fabric? = nil,
            nvlinkPeers: [Int]? = nil, nvlinks: Int? = nil, neuron: NeuronDetail? = nil, warnings: [String] = []
        ) {
            self.vendor = vendor
            self.index = index
            self.id = id
            self.name = name
            self.kind = kind
            self.address = address
            self.memory = memory
            self.power = power
            self.numaNode = numaNode
            self.cpus = cpus
            self.mig = mig
            self.fabric = fabric
            self.nvlinkPeers = nvlinkPeers
            self.nvlinks = nvlinks
            self.neuron = neuron
            self.warnings = warnings
        }
    }
}
