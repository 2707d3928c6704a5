/// A device model and its data.
public struct AcceleratorKind: Hashable, Sendable {
    public enum Vendor: String, Codable, Hashable, Sendable { case nvidia, neuron }

    public var name: KindName
    public var vendor: Vendor
    /// Device memory.
    public var memory: Bytes
    public var power: PowerRange
    public var legalSets: LegalSetRule
    /// Neuron: logical cores of one device at the default LNC; the unit of `NEURON_RT_VISIBLE_CORES`. Nil for GPUs.
    public var logicalCores: Int?
    /// Whether boards of this kind can be partitioned (MIG).
    public var canPartition: Bool

    public init(
        name: KindName, vendor: Vendor, memory: Bytes, power: PowerRange, legalSets: LegalSetRule, logicalCores: Int? = nil,
        canPartition: Bool = false
    ) {
        self.name = name
        self.vendor = vendor
        self.memory = memory
        self.power = power
        self.legalSets = legalSets
        self.logicalCores = logicalCores
        self.canPartition = canPartition
    }
}
