import BerthModel

/// What placements hold together, counted apart from the words.
struct PlacementCount {
    struct Node {
        /// For each group.
        var devices: [UInt16]
        /// Claims of parts of boards.
        var parts: [Claim] = []
        /// For each NUMA node the eighths taken of each core.
        var cores: [[Int]]
        var memory: [Int]
    }

    private let core: PlacementCore
    private(set) var nodes: [Int: Node] = [:]
    /// For each domain, in milliwatts.
    private(set) var watts: [Int64]
    /// One sentence for each piece that two members hold.
    private(set) var faults: [String] = []

    init(_ core: PlacementCore) {
        self.core = core
        watts = [Int64](repeating: 0, count: core.domainCount)
    }

    mutating func add(_ member: MemberPlacement) {
        guard let pieces = Pieces(member, core.hosts) else {
            faults.append("(6) member \(member.member) on \(member.node) holds pieces that the fleet does not have")
            return
        }
        let shape = core.layout.shape(of: pieces.host)
        var node =
            nodes[pieces.host]
            ?? Node(
                devices: [UInt16](repeating: 0, count: shape.positionCount),
                cores: shape.numaNodes.map { [Int](repeating: 0, count: $0.coreCount) }, memory: shape.numaNodes.map { _ in 0 })
        var twice: [String] = []
        let group = shape.groupIndex(of: member.kind) ?? 0
        let onBoard = node.parts.filter { $0.node == pieces.claim.node && $0.devices == pieces.claim.devices }
        if node.devices[group] & pieces.claim.devices != 0, member.part == nil || onBoard.isEmpty { twice.append("devices") }
        node.devices[group] |= pieces.claim.devices
        var drawn = member.watts.milliwatts
        if member.part != nil {
            // Its first tenant reserves the board.
            if onBoard.isEmpty { drawn += core.engine.boardMilliwatts(of: pieces.claim) }
            node.parts.append(pieces.claim)
        }
        for core in member.cores {
            node.cores[core.numaNode][core.core] += core.eighths
            if node.cores[core.numaNode][core.core] > CoreWord.whole { twice.append("core \(core.core)") }
        }
        for memory in member.memory {
            node.memory[memory.numaNode] += memory.mebibytes
            if node.memory[memory.numaNode] > shape.numaNodes[memory.numaNode].mebibytes { twice.append("memory") }
        }
        nodes[pieces.host] = node
        for domain in core.layout.nodes[pieces.host].path { watts[domain] += drawn }
        if let piece = twice.first {
            faults.append("(1) member \(member.member) on \(member.node) holds a piece that another member holds too: \(piece)")
        }
    }
}
