extension HostTopology {
    /// One function on PCI that a job could care to be near.
    public struct PCIDevice: Equatable, Sendable, Codable {
        public var address: PCIAddress
        public var vendor: UInt16
        public var device: UInt16
        /// Class and subclass, as in `0x0302` for a 3D controller.
        public var deviceClass: UInt16
        /// The device's name in the PCI id list, when hwloc was built with one.
        public var name: String?
        /// The names the operating system gave it: `eth0`, `nvme0n1`, `mlx5_0`.
        public var systemNames: [String]
        /// The bridges from the host bridge down to the device. Two devices with the same last bridge sit on one switch.
        public var bridges: [String]
        /// The number of the nearest NUMA node. Nil when the firmware does not say (-1 in sysfs): unknown, never node 0.
        public var numaNode: Int?
        /// The CPUs of that locality; nil when unknown.
        public var cpus: CPUSet?

        public init(
            address: PCIAddress, vendor: UInt16, device: UInt16, deviceClass: UInt16, name: String? = nil, systemNames: [String] = [],
            bridges: [String] = [], numaNode: Int? = nil, cpus: CPUSet? = nil
        ) {
            self.address = address
            self.vendor = vendor
            self.device = device
            self.deviceClass = deviceClass
            self.name = name
            self.systemNames = systemNames
            self.bridges = bridges
            self.numaNode = numaNode
            self.cpus = cpus
        }
    }
}

extension HostTopology.PCIDevice {
    /// Base class 2: Ethernet, InfiniBand, and AWS's EFA.
    public var isNetwork: Bool { deviceClass >> 8 == 0x02 }

    /// Base class 1.
    public var isStorage: Bool { deviceClass >> 8 == 0x01 }

    /// Whether discovery keeps it: storage, network, display, InfiniBand, accelerators (class 12), and AWS Neuron devices, which call
    /// themselves system peripherals (class 0880).
    var isOfInterest: Bool {
        [0x01, 0x02, 0x03, 0x12].contains(deviceClass >> 8) || deviceClass == 0x0c06 || PCIIdentity.isNeuron(vendor: vendor, device: device)
    }
}
