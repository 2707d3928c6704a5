import BerthPlacement

/// What a claimer holds during an operation, by node, in a form that the walk can compare at every step.
struct Holding {
    struct OnNode {
        var devices: UInt16 = 0
        var milliwatts = 0
    }

    static let nodes = 2
    /// By the position of the node.
    private(set) var all = [OnNode](repeating: OnNode(), count: nodes)
    /// Without what the operation gives back.
    private(set) var kept = [OnNode](repeating: OnNode(), count: nodes)

    init(_ start: LocalStates.Start, _ program: [Operation], _ engine: PlacementEngine) {
        let releases = start.operation < program.count && program[start.operation] == .release
        for (index, claims) in start.held.enumerated() {
            let isReleased = index == 0 && releases
            for claim in claims {
                let node = engine.position(of: claim.node)
                // A claim of cores alone, or of a part of a board, leaves no mark by which one sees when it is given back.
                if !isReleased || claim.devices != 0 && claim.share.isNone { add(claim, to: &all[node]) }
                if !isReleased { add(claim, to: &kept[node]) }
            }
        }
    }

    private func add(_ claim: Claim, to node: inout OnNode) {
        // A board has several tenants.
        if claim.share.isNone { node.devices |= claim.devices }
        node.milliwatts += Int(claim.milliwatts)
    }

    /// What is surely held in a state of the operation that has changed the device words of these nodes.
    @inline(__always)
    func on(_ node: Int, changed: UInt8) -> OnNode { changed >> UInt8(node) & 1 == 1 ? kept[node] : all[node] }
}
