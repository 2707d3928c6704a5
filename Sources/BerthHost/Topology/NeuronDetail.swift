/// What only Neuron devices have.
public struct NeuronDetail: Equatable, Sendable, Codable {
    /// Cores that a process can claim on this device: logical ones when `logicalCoreConfiguration` is 2. Nil when not told.
    public var cores: Int?
    /// Physical cores fused into one logical core (LNC), 1 or 2; part of what a compiled model must match. Nil when not told.
    public var logicalCoreConfiguration: Int?
    /// The host-wide numbers of its cores, as `NEURON_RT_VISIBLE_CORES` counts them.
    public var coreNumbers: [Int]
    /// Devices linked to it directly. The driver reports the wiring plan, so a dead link is not visible here.
    public var connectedDevices: [Int]
    /// `trn2.48xlarge`; nil when not told.
    public var instanceType: String?

    public init(
        cores: Int? = nil, logicalCoreConfiguration: Int? = nil, coreNumbers: [Int] = [], connectedDevices: [Int] = [],
        instanceType: String? = nil
    ) {
        self.cores = cores
        self.logicalCoreConfiguration = logicalCoreConfiguration
        self.coreNumbers = coreNumbers
        self.connectedDevices = connectedDevices
        self.instanceType = instanceType
    }
}
