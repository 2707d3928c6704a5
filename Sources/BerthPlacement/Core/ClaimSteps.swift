import BerthModel

/// A set of placements as exchanges on words, in the one order in which every claim makes them.
///
/// Watts first, leaf to root, for all members together; then node words; then side words. Each part ascends (domains descend: a
/// parent stands below its children). One order for all claimants means that of those that want each other's pieces, the one that
/// is furthest meets nobody: some claim always completes, and no two wait for each other.
struct ClaimSteps {
    enum Step {
        case watts(word: Int, milliwatts: Int64)
        case devices(word: Int, set: UInt16)
        case cores(word: Int, claim: CoreWord)
        case memory(word: Int, mebibytes: Int, capacity: Int)
    }

    private(set) var steps: [Step] = []

    /// - Returns: nil when a placement names a node, kind, device, core or NUMA node that the fleet does not have.
    init?(_ members: [MemberPlacement], _ layout: FleetLayout) {
        var watts: [Int: Int64] = [:]
        var sides: [(word: Int, step: Step)] = []
        var devices: [(word: Int, step: Step)] = []
        for member in members {
            guard let index = layout.nodeIndexes[member.node], member.watts >= .zero, member.kind != nil || member.devices.isEmpty else {
                return nil
            }
            let node = layout.nodes[index]
            for domain in node.path { watts[domain, default: 0] += member.watts.milliwatts }
            guard let group = node.groupIndex(of: member.kind).map({ node.groups[$0] }) else { return nil }
            var set: UInt16 = 0
            for device in member.devices {
                guard (0..<Limits.devicesPerGroupMax).contains(device), group.installed >> UInt16(device) & 1 == 1 else { return nil }
                set |= 1 << UInt16(device)
            }
            devices.append((group.word, .devices(word: group.word, set: set)))
            guard ClaimSteps.addSides(of: member, node, to: &sides) else { return nil }
        }
        let headrooms = layout.headroomWords.lowerBound
        steps = watts.sorted { $0.key > $1.key }.map { .watts(word: headrooms + $0.key, milliwatts: $0.value) }
        steps += devices.sorted { $0.word < $1.word }.map(\.step)
        steps += sides.sorted { $0.word < $1.word }.map(\.step)
    }

    /// One step for each run of cores in one word, and for each amount of memory.
    private static func addSides(of member: MemberPlacement, _ node: NodeLayout, to sides: inout [(word: Int, step: Step)]) -> Bool {
        var run: (word: Int, claim: CoreWord)?
        for core in member.cores {
            guard node.numaNodes.indices.contains(core.numaNode), (0..<node.numaNodes[core.numaNode].coreCount).contains(core.core),
                (1...CoreWord.whole).contains(core.eighths)
            else { return false }
            let word = node.numaNodes[core.numaNode].coreWords.lowerBound + core.core / CoreWord.coresMax
            let part = CoreWord.part(core.core % CoreWord.coresMax, core.eighths)
            if let open = run, open.word == word, let both = open.claim.claiming(part) {
                run = (word, both)
            } else {
                if let open = run { sides.append((open.word, .cores(word: open.word, claim: open.claim))) }
                run = (word, part)
            }
        }
        if let open = run { sides.append((open.word, .cores(word: open.word, claim: open.claim))) }
        for memory in member.memory {
            guard node.numaNodes.indices.contains(memory.numaNode), memory.mebibytes >= 0 else { return false }
            let numaNode = node.numaNodes[memory.numaNode]
            sides.append(
                (numaNode.memoryWord, .memory(word: numaNode.memoryWord, mebibytes: memory.mebibytes, capacity: numaNode.mebibytes)))
        }
        return true
    }
}
