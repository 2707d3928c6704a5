/// The devices of one kind on one node, in the order of their indexes: bit i of a node word is `devices[i]`.
public struct DeviceGroup: Hashable, Sendable {
    public var kind: KindName
    /// 1…16 devices.
    public var devices: [Device]
    public var legalSets: LegalSetRule
    /// The operator lets no job have a part of a board here, even where the kind can be partitioned.
    public var keepsBoardsWhole = false
    /// What jobs ask of a device beyond its kind (a part of a board, a size of logical cores) can be given: its devices are stand-ins, or
    /// nothing is started on them. Boards that are there would have to be cut, and nothing does that yet.
    public var isAdaptable: Bool

    public init(kind: KindName, devices: [Device], legalSets: LegalSetRule) {
        precondition(
            (1...Limits.devicesPerGroupMax).contains(devices.count),
            "a device group holds 1 to \(Limits.devicesPerGroupMax) devices, not \(devices.count)")
        self.kind = kind
        self.devices = devices
        self.legalSets = legalSets
        isAdaptable = devices.allSatisfy(\.isModelled)
    }
}
