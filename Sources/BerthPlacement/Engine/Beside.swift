/// The cores and the memory of one member, as they were taken: whole cores, or a part of one.
struct Beside {
    var sides = SideWord(bits: 0)
    /// As in `Claim.part`.
    var part: UInt8 = 0
}

extension PlacementEngine {
    /// Takes cores and memory beside a member's devices, or where there are some.
    /// - Returns: nil when there is not enough, or another claimer was faster; nothing is held then.
    func takeBeside(_ node: Int, _ request: ClaimRequest, _ devices: UInt16, _ type: Int) -> Beside? {
        let beside = types[type].devicesOfNUMANode
        if request.eighths == 0 {
            guard let sides = SideSplit.split(request, beside, devices, SideWord(bits: nodes.load(node &* 2 &+ 1))), takeSides(node, sides)
            else { return nil }
            return Beside(sides: sides)
        }
        // A part of a core: on the NUMA node of its devices if it has room, else on the other.
        let first = devices & beside.1 != 0 && devices & beside.0 == 0 ? 1 : 0
        for numaNode in [first, 1 - first] {
            let memory = SideWord(cores: 0, mebibytes: Int(request.mebibytes), on: numaNode)
            guard takeSides(node, memory) else { continue }
            if let slot = takePart(node, numaNode, Int(request.eighths)) {
                return Beside(sides: memory, part: UInt8(truncatingIfNeeded: slot << 4 | Int(request.eighths)))
            }
            giveSides(node, memory)
        }
        return nil
    }

    func giveBeside(_ node: Int, _ beside: Beside) {
        if beside.part != 0 { givePart(node, beside.part) }
        giveSides(node, beside.sides)
    }
}
