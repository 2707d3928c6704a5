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
    /// Neuron: how many physical cores a logical one may join (the LNC), ascending; empty where cores are not joined.
    public var lncSizes: [Int]
    /// Whether boards of this kind can be partitioned (MIG). A board may have profiles and still not be partitioned: where the driver
    /// manages GB200's memory coherently, as on AWS, MIG is unsupported (published for a reference architecture, not by the vendor).
    public var canPartition: Bool
    /// The sizes in which a board can be cut; empty for Neuron.
    public var migProfiles: [MIGProfile]

    public init(
        name: KindName, vendor: Vendor, memory: Bytes, power: PowerRange, legalSets: LegalSetRule, logicalCores: Int? = nil,
        lncSizes: [Int] = [], canPartition: Bool = false, migProfiles: [MIGProfile] = []
    ) {
        precondition(!canPartition || !migProfiles.isEmpty, "\(name) can be partitioned, but in no size")
        self.name = name
        self.vendor = vendor
        self.memory = memory
        self.power = power
        self.legalSets = legalSets
        self.logicalCores = logicalCores
        self.lncSizes = lncSizes
        self.canPartition = canPartition
        self.migProfiles = migProfiles
    }
}
