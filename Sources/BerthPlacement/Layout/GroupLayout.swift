import BerthModel

/// One device group of a host as the core sees it.
struct GroupLayout: Sendable {
    let kind: KindName
    let rule: LegalSetRule
    let sets: DeviceSets
    /// The devices beside each NUMA node, by its position; those of unknown locality are a class of their own (nil), never node 0.
    let localities: [Locality]

    struct Locality: Sendable {
        let numaNode: Int?
        let devices: UInt16
    }

    init(_ group: DeviceGroup, _ numaNodes: [NUMANode]) {
        kind = group.kind
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

    /// How many devices of a set are beside each NUMA node. Devices of unknown locality draw nowhere.
    func shares(of set: UInt16) -> [(numaNode: Int, count: Int)] {
        localities.compactMap { locality in
            let count = (locality.devices & set).nonzeroBitCount
            return count == 0 ? nil : locality.numaNode.map { ($0, count) }
        }
    }
}
