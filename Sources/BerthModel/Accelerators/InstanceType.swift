/// A machine type of the catalogue: which devices it carries, and the host around them.
public struct InstanceType: Hashable, Sendable {
    public var name: InstanceName
    public var kind: KindName
    /// Devices of one node, 1…16.
    public var deviceCount: Int
    /// Virtual CPUs as the vendor counts them.
    public var virtualCPUs: Int
    /// Hardware threads of one core: 2 on the x86 types, 1 on Graviton and Grace.
    public var threadsPerCore: Int
    public var memory: Bytes
    /// The NUMA node of each device, or nil where nobody states it (then locality is unknown, not node 0).
    public var deviceNUMANodes: [Int]?
    /// NUMA nodes of the host.
    public var numaNodes: Int
    /// The host without its devices, idle. Nobody publishes it for these types: an operator estimate.
    public var hostIdle: Watts
    /// Added by one busy core. Also an operator estimate.
    public var wattsPerCore: Watts
    /// The rule of the whole type where it differs from its kind's (trn2u, NVL72).
    public var legalSets: LegalSetRule?

    public init(
        name: InstanceName, kind: KindName, deviceCount: Int, virtualCPUs: Int, threadsPerCore: Int, memory: Bytes, deviceNUMANodes: [Int]?,
        numaNodes: Int, hostIdle: Watts, wattsPerCore: Watts, legalSets: LegalSetRule? = nil
    ) {
        precondition((1...Limits.devicesPerGroupMax).contains(deviceCount), "\(name) has \(deviceCount) devices")
        precondition(deviceNUMANodes.map { $0.count == deviceCount } ?? true, "\(name) must place all its devices or none")
        self.name = name
        self.kind = kind
        self.deviceCount = deviceCount
        self.virtualCPUs = virtualCPUs
        self.threadsPerCore = threadsPerCore
        self.memory = memory
        self.deviceNUMANodes = deviceNUMANodes
        self.numaNodes = numaNodes
        self.hostIdle = hostIdle
        self.wattsPerCore = wattsPerCore
        self.legalSets = legalSets
    }
}
