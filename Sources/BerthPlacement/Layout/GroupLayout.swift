import BerthModel

/// One device group of a host as the core sees it.
struct GroupLayout: Sendable {
    let kind: KindName
    let rule: LegalSetRule
    let sets: DeviceSets
    /// The devices beside each NUMA node, by its position; those of unknown locality are a class of their own (nil), never node 0.
    let localities: [Locality]
    /// Nil where no job has a part of a board.
    let sharing: BoardSharing?
    /// The most that all of its devices add; nil where the kind is not known.
    let wattsMax: Watts?
    private let data: AcceleratorKind?

    struct Locality: Sendable {
        let numaNode: Int?
        let devices: UInt16
    }

    /// - Parameter data: of the group's kind.
    init(_ group: DeviceGroup, _ numaNodes: [NUMANode], _ data: AcceleratorKind?) {
        kind = group.kind
        wattsMax = data.map { ($0.power.max - $0.power.idle) * group.devices.count }
        self.data = group.isAdaptable && !group.keepsBoardsWhole && data?.vendor == .nvidia ? data : nil
        sharing = self.data.map(BoardSharing.init)
        rule = group.legalSets
        var masks: [Int?: UInt16] = [:]
        for (index, device) in group.devices.enumerated() {
            let position = device.numaNode.flatMap { node in numaNodes.firstIndex { $0.index == node } }
            masks[position, default: 0] |= 1 << UInt16(index)
        }
        localities = masks.map(Locality.init).sorted { ($0.numaNode ?? .max) < ($1.numaNode ?? .max) }
        sets = DeviceSets(rule: rule, installed: group.devices.count, localities: localities.map(\.devices))
    }

    var installed: UInt16 { sets.all }

    func shareBoards(of type: inout EngineFleet.NodeType) {
        if let data { type.shareBoards(of: data) }
    }

    /// How many devices of a set are beside each NUMA node. Devices of unknown locality draw nowhere.
    func shares(of set: UInt16) -> [(numaNode: Int, count: Int)] {
        localities.compactMap { locality in
            let count = (locality.devices & set).nonzeroBitCount
            return count == 0 ? nil : locality.numaNode.map { ($0, count) }
        }
    }
}
