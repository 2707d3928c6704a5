import BerthModel

/// Who has which device, core, MiB, slice and port, counted from the journal alone.
struct SlotBook {
    private struct Board {
        var memorySlices: UInt8 = 0
        var computeSlices = 0
        var media = 0
        var thousandths = 0
        var mebibytes = 0
        var instances = 0
        var shares = 0
    }

    private struct Group {
        var kind: AcceleratorKind
        /// Whole devices that somebody has.
        var taken: [Bool]
        /// Boards that are shared.
        var boards: [Int: Board] = [:]
    }

    private struct Node {
        var groups: [Group]
        /// Eighths, by NUMA node and core.
        var cores: [[UInt8]]
        var mebibytes: [Int]
        var ports: Set<Int> = []
    }

    private var nodes: [Node]

    init(_ fleet: Fleet) {
        nodes = fleet.nodes.map { node in
            Node(
                groups: node.groups.compactMap { group in
                    Catalogue.shipped.kinds[group.kind].map { Group(kind: $0, taken: Array(repeating: false, count: group.devices.count)) }
                },
                cores: node.numaNodes.map { Array(repeating: 0, count: $0.cores.count) },
                mebibytes: node.numaNodes.map { $0.memory.mebibytesRoundedDown })
        }
    }

    /// - Returns: the watts that a board's first tenant reserves for all, in milliwatts; and what is taken twice or is not there.
    mutating func take(_ placement: MemberPlacement, on node: Int) -> (boardMilliwatts: Int64, fault: String?) {
        for core in placement.cores {
            guard nodes[node].cores.indices.contains(core.numaNode), nodes[node].cores[core.numaNode].indices.contains(core.core) else {
                return (0, "core \(core.numaNode):\(core.core) is not there")
            }
            let sum = Int(nodes[node].cores[core.numaNode][core.core]) + core.eighths
            guard sum <= 8 else { return (0, "(1) core \(core.numaNode):\(core.core) is given to \(sum) eighths") }
            nodes[node].cores[core.numaNode][core.core] = UInt8(sum)
        }
        for part in placement.memory {
            guard nodes[node].mebibytes.indices.contains(part.numaNode) else { return (0, "NUMA node \(part.numaNode) is not there") }
            nodes[node].mebibytes[part.numaNode] -= part.mebibytes
            guard nodes[node].mebibytes[part.numaNode] >= 0 else {
                return (0, "(1) NUMA node \(part.numaNode) lacks \(-nodes[node].mebibytes[part.numaNode]) MiB")
            }
        }
        if let port = placement.port, !nodes[node].ports.insert(port).inserted { return (0, "(1) port \(port) is given twice") }
        guard let kind = placement.kind else { return (0, placement.devices.isEmpty ? nil : "devices of no kind") }
        guard let group = nodes[node].groups.firstIndex(where: { $0.kind.name == kind }) else { return (0, "no \(kind) is there") }
        if let part = placement.part { return takePart(part, placement.devices, &nodes[node].groups[group]) }
        for device in placement.devices {
            guard nodes[node].groups[group].taken.indices.contains(device) else { return (0, "device \(device) is not there") }
            guard !nodes[node].groups[group].taken[device], nodes[node].groups[group].boards[device] == nil else {
                return (0, "(1) \(kind) \(device) is given twice")
            }
            nodes[node].groups[group].taken[device] = true
        }
        return (
            0, SlotBook.illegal(placement.devices, of: nodes[node].groups[group].kind, installed: nodes[node].groups[group].taken.count)
        )
    }

    private func takePart(_ part: MemberPlacement.Part, _ devices: [Int], _ group: inout Group) -> (Int64, String?) {
        guard devices.count == 1, let device = devices.first, group.taken.indices.contains(device) else {
            return (0, "a part of \(devices.count) devices")
        }
        guard !group.taken[device] else { return (0, "(1) a part of \(group.kind.name) \(device), which is taken whole") }
        let isFirst = group.boards[device] == nil
        var board = group.boards[device] ?? Board()
        switch part.partition {
        case .mig(let name):
            guard let profile = group.kind.migProfiles.first(where: { $0.name == name }), let start = part.start,
                profile.starts.contains(start)
            else { return (0, "\(name) at \(part.start ?? -1) is not a place of a profile") }
            let mask = UInt8((1 << profile.memorySlices) - 1) << UInt8(start)
            guard board.memorySlices & mask == 0 else { return (0, "(1) a memory slice of \(group.kind.name) \(device) is given twice") }
            board.memorySlices |= mask
            board.computeSlices += profile.computeSlices
            board.media += profile.hasMediaEngines ? 1 : 0
            board.instances += 1
            guard board.computeSlices <= 7, board.media <= 1 else {
                return (0, "(1) \(group.kind.name) \(device) has more slices than it has")
            }
        case .thousandths(let count, let memory):
            board.thousandths += count
            board.mebibytes += memory.mebibytesRoundedUp
            board.shares += 1
            guard board.thousandths <= 1000, board.mebibytes <= group.kind.memory.mebibytesRoundedDown else {
                return (0, "(1) \(board.thousandths) thousandths and \(board.mebibytes) MiB of \(group.kind.name) \(device)")
            }
        }
        guard board.instances == 0 || board.shares == 0 else { return (0, "(1) \(group.kind.name) \(device) is cut and shared") }
        group.boards[device] = board
        let milliwatts = (group.kind.power.max - group.kind.power.idle).milliwatts
        return (isFirst ? milliwatts : 0, nil)
    }

    /// - Returns: the watts that a board's last tenant gives back for all, in milliwatts.
    mutating func give(_ placement: MemberPlacement, on node: Int) -> Int64 {
        for core in placement.cores { nodes[node].cores[core.numaNode][core.core] -= UInt8(core.eighths) }
        for part in placement.memory { nodes[node].mebibytes[part.numaNode] += part.mebibytes }
        if let port = placement.port { nodes[node].ports.remove(port) }
        guard let kind = placement.kind, let group = nodes[node].groups.firstIndex(where: { $0.kind.name == kind }) else { return 0 }
        guard let part = placement.part else {
            for device in placement.devices { nodes[node].groups[group].taken[device] = false }
            return 0
        }
        let device = placement.devices[0]
        guard var board = nodes[node].groups[group].boards[device] else { return 0 }
        switch part.partition {
        case .mig(let name):
            guard let profile = nodes[node].groups[group].kind.migProfiles.first(where: { $0.name == name }), let start = part.start else {
                return 0
            }
            board.memorySlices &= ~(UInt8((1 << profile.memorySlices) - 1) << UInt8(start))
            board.computeSlices -= profile.computeSlices
            board.media -= profile.hasMediaEngines ? 1 : 0
            board.instances -= 1
        case .thousandths(let count, let memory):
            board.thousandths -= count
            board.mebibytes -= memory.mebibytesRoundedUp
            board.shares -= 1
        }
        let isEmpty = board.instances == 0 && board.shares == 0
        nodes[node].groups[group].boards[device] = isEmpty ? nil : board
        let power = nodes[node].groups[group].kind.power
        return isEmpty ? (power.max - power.idle).milliwatts : 0
    }

    /// The hardware's own rules, written down here again.
    private static func illegal(_ devices: [Int], of kind: AcceleratorKind, installed: Int) -> String? {
        guard let first = devices.first else { return "no devices of \(kind.name)" }
        let isRun = devices == Array(first..<(first + devices.count))
        switch kind.legalSets {
        case .alignedBlock:
            return isRun && first.isMultiple(of: devices.count) ? nil : "\(kind.name) \(devices) are no aligned block"
        case .ring:
            let set = Set(devices)
            let starts = devices.filter { !set.contains(($0 + installed - 1) % installed) }
            return starts.count <= 1 ? nil : "\(kind.name) \(devices) are no run on the ring"
        case .line: return isRun ? nil : "\(kind.name) \(devices) are no run on the line"
        case .any, .clique, .nodeSet, .allToAll: return nil
        }
    }
}
