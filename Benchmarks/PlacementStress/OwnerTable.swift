import BerthModel
import BerthPlacement

/// Who holds which piece, written by the holders themselves while they hold it: it knows nothing of how the core works, so a piece
/// with two owners shows here as a collision.
struct OwnerTable: Sendable {
    private let owners: WordArray
    private let eighths: WordArray
    private let mebibytes: WordArray
    private let groups: [NodeName: [KindName: Int]]
    private let cores: [NodeName: [Int]]
    private let memories: [NodeName: (first: Int, capacities: [Int])]

    init(_ fleet: Fleet) {
        var (devices, coreCount, memoryCount) = (0, 0, 0)
        var groups: [NodeName: [KindName: Int]] = [:]
        var cores: [NodeName: [Int]] = [:]
        var memories: [NodeName: (first: Int, capacities: [Int])] = [:]
        for node in fleet.nodes {
            for group in node.groups {
                groups[node.name, default: [:]][group.kind] = devices
                devices += group.devices.count
            }
            memories[node.name] = (memoryCount, node.numaNodes.map { $0.memory.mebibytesRoundedDown })
            for numaNode in node.numaNodes {
                cores[node.name, default: []].append(coreCount)
                coreCount += numaNode.cores.count
                memoryCount += 1
            }
        }
        self.groups = groups
        self.cores = cores
        self.memories = memories
        owners = WordArray(Array(repeating: 0, count: devices))
        eighths = WordArray(Array(repeating: 0, count: coreCount))
        mebibytes = WordArray(Array(repeating: 0, count: memoryCount))
    }

    /// Enters what `owner` (1 and up) has just claimed.
    /// - Returns: a sentence for each piece that somebody holds already.
    func enter(_ members: [MemberPlacement], owner: UInt64) -> [String] {
        var collisions: [String] = []
        for member in members {
            for device in deviceSlots(member) where owners.update(device, by: { $0 == 0 ? owner : nil }) == nil {
                collisions.append("(1) \(owner) was given a device of \(member.node) that \(owners.load(device)) holds")
            }
            for (slot, share) in coreSlots(member) where eighths.update(slot, by: { $0 + share <= 8 ? $0 + share : nil }) == nil {
                collisions.append("(1) \(owner) was given \(share) eighths of a core of \(member.node) that has fewer left")
            }
            for (slot, amount, capacity) in memorySlots(member)
            where mebibytes.update(slot, by: { $0 + amount <= capacity ? $0 + amount : nil }) == nil {
                collisions.append("(1) \(owner) was given \(amount) MiB of \(member.node) beyond what it has")
            }
        }
        return collisions
    }

    /// Strikes out what `owner` is about to give back.
    func leave(_ members: [MemberPlacement], owner: UInt64) -> [String] {
        var collisions: [String] = []
        for member in members {
            for device in deviceSlots(member) where owners.update(device, by: { $0 == owner ? 0 : nil }) == nil {
                collisions.append("(1) \(owner) holds a device of \(member.node) that was entered for \(owners.load(device))")
            }
            for (slot, share) in coreSlots(member) { eighths.update(slot) { $0 - share } }
            for (slot, amount, _) in memorySlots(member) { mebibytes.update(slot) { $0 - amount } }
        }
        return collisions
    }

    private func deviceSlots(_ member: MemberPlacement) -> [Int] {
        guard let kind = member.kind, let first = groups[member.node]?[kind] else { return [] }
        return member.devices.map { first + $0 }
    }

    private func coreSlots(_ member: MemberPlacement) -> [(slot: Int, eighths: UInt64)] {
        let first = cores[member.node, default: []]
        return member.cores.map { (first[$0.numaNode] + $0.core, UInt64($0.eighths)) }
    }

    private func memorySlots(_ member: MemberPlacement) -> [(slot: Int, amount: UInt64, capacity: UInt64)] {
        guard let memory = memories[member.node] else { return [] }
        return member.memory.map { (memory.first + $0.numaNode, UInt64($0.mebibytes), UInt64(memory.capacities[$0.numaNode])) }
    }
}
