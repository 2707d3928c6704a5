/// What one host is made of, as read at one moment: a plain value that can be compared, saved, sent and drawn.
///
/// Numbers are the operating system's own (`os_index` in hwloc, the numbers of `/proc/cpuinfo` and `/sys/devices/system/node`), because
/// they are what binding calls and other tools take. Whatever the host does not tell stays nil; nothing is guessed from positions.
public struct HostTopology: Equatable, Sendable, Codable {
    public var hostname: String
    public var packages: [Package]
    /// Ascending by number. Nodes without CPUs are memory that belongs to a device (Grace shows each GPU's memory so).
    public var numaNodes: [NUMANode]
    /// In hwloc's logical order: neighbours share caches.
    public var cores: [Core]
    public var caches: [Cache]
    /// The CPUs this process may use: cgroup cpusets and `sched_setaffinity` both respected. A saved description carries its own.
    public var allowedCPUs: CPUSet
    /// Network, storage, display and accelerator functions; bridges appear only as the paths to these.
    public var pciDevices: [PCIDevice]
    public var accelerators: [Accelerator]
    /// What could not be read and why, one sentence each. An absent vendor library is a normal answer, not a warning.
    public var warnings: [String]

    public init(
        hostname: String, packages: [Package] = [], numaNodes: [NUMANode] = [], cores: [Core] = [], caches: [Cache] = [],
        allowedCPUs: CPUSet = [], pciDevices: [PCIDevice] = [], accelerators: [Accelerator] = [], warnings: [String] = []
    ) {
        self.hostname = hostname
        self.packages = packages
        self.numaNodes = numaNodes
        self.cores = cores
        self.caches = caches
        self.allowedCPUs = allowedCPUs
        self.pciDevices = pciDevices
        self.accelerators = accelerators
        self.warnings = warnings
    }
}

extension HostTopology {
    /// All CPUs of the host, whether this process may use them or not.
    public var cpus: CPUSet { cores.reduce(into: CPUSet()) { $0.formUnion($1.cpus) } }

    /// The NUMA nodes that have CPUs: where jobs can run.
    public var computeNodes: [NUMANode] { numaNodes.filter { !$0.cpus.isEmpty } }

    public func cores(ofNUMANode number: Int) -> [Core] { cores.filter { $0.numaNode == number } }

    public func accelerators(ofNUMANode number: Int?) -> [Accelerator] { accelerators.filter { $0.numaNode == number } }

    public func pciDevice(at address: PCIAddress?) -> PCIDevice? {
        address.flatMap { wanted in pciDevices.first { $0.address == wanted } }
    }
}
