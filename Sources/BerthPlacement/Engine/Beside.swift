/// The cores and the memory of one member, as they were taken: whole cores, or a part of one.
struct Beside {
    var sides = SideWord(bits: 0)
    /// As in `Claim.part`.
    var part: UInt16 = 0
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
        return takePart(node, request, devices, type)
    }

    func giveBeside(_ node: Int, _ beside: Beside) {
        if beside.part != 0 { givePart(node, beside.part) }
        giveSides(node, beside.sides)
    }
}
