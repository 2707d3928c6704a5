import BerthModel

/// One device group of a node as the core sees it.
struct GroupLayout: Sendable {
    /// Nil for the empty group of a node without devices.
    let kind: KindName?
    let rule: LegalSetRule
    /// Where its `NodeWord` stands.
    let word: Int
    let installed: UInt16
    let sets: LegalSets
    /// The devices beside each NUMA node, by its position; those of unknown locality are a class of their own (nil), never node 0.
    let localities: [Locality]

    struct Locality: Sendable {
        let numaNode: Int?
        let devices: UInt16
    }

    init(group: DeviceGroup, numaNodes: [NUMANode], word: Int) {
        kind = group.kind
        rule = group.legalSets
        self.word = word
        installed = LegalSets.run(of: group.devices.count)
        sets = LegalSets(rule: group.legalSets, installed: group.devices.count)
        var masks: [Int?: UInt16] = [:]
        for (index, device) in group.devices.enumerated() {
            let position = device.numaNode.flatMap { node in numaNodes.firstIndex { $0.index == node } }
            masks[position, default: 0] |= 1 << UInt16(index)
        }
        localities = masks.map(Locality.init).sorted { ($0.numaNode ?? .max) < ($1.numaNode ?? .max) }
    }

    /// The group of a node without devices.
    init(emptyWord: Int) {
        kind = nil
        rule = .any
        word = emptyWord
        installed = 0
        sets = LegalSets(rule: .any, installed: 0)
        localities = []
    }

    /// NUMA nodes that a set touches, unknown locality counted as one.
    func straddled(by set: UInt16) -> Int { localities.count { $0.devices & set != 0 } }
}
