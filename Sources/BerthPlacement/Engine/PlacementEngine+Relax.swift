import BerthModel

/// Trying out what would fit if less were held. All of this is for copies that nobody else uses.
extension PlacementEngine {
    /// A copy on which nobody holds anything of these kinds.
    func copy(without scarcity: Scarcity, headrooms full: [Int64], label: UInt8) -> PlacementEngine {
        copy(relaxed: Relaxation(scarcity), headrooms: full, label: label)
    }

    /// A copy on which something is thought away.
    /// - Parameters:
    ///   - headrooms: what each domain has left when nothing is claimed, in milliwatts; domains beyond bound nothing.
    ///   - label: which all hosts get where labels are not to count.
    /// - Complexity: O(nodes).
    func copy(relaxed relaxation: Relaxation, headrooms full: [Int64], label: UInt8) -> PlacementEngine {
        let (copy, scarcity) = (copy(), relaxation.scarcity)
        copy.power.settle()
        if scarcity.contains(.power) { for (domain, milliwatts) in full.enumerated() { copy.setHeadroom(of: domain, milliwatts) } }
        if !scarcity.isDisjoint(with: [.devices, .cores, .memory, .drained, .label]) {
            for block in layout.blocks.indices {
                let type = layout.fleet.types[layout.cells[layout.blocks[block].cell].type]
                for slot in layout.blocks[block].nodes.indices {
                    let node = block << 6 | slot
                    copy.relax(node, relaxation.scarcity(of: node, kind: type.kind), type, label)
                }
            }
        }
        copy.index()
        return copy
    }

    private func relax(_ node: Int, _ scarcity: Scarcity, _ type: EngineFleet.NodeType, _ label: UInt8) {
        var word = DeviceWord(bits: nodes.load(node * 2))
        if scarcity.contains(.devices) {
            let free = DeviceSets.run(type.devices)
            word = word.replacing(free: free, class: classOf(free, Int(blocks[blockOf(node)].type)))
            clearBoards(of: node)
        }
        if scarcity.contains(.drained) { word.bits |= DeviceWord.admittingBit }
        if scarcity.contains(.label) { word.bits = word.bits & ~(0xFF << DeviceWord.labelShift) | UInt64(label) << DeviceWord.labelShift }
        _ = nodes.swap(node * 2, word.bits)
        if scarcity.contains(.label) { offerLabel(of: node) }
        let (side, full) = (SideWord(bits: nodes.load(node * 2 + 1)), type.sides)
        let sides = (0..<SideWord.numaNodesMax).reduce(SideWord(bits: 0)) { sum, numaNode in
            let cores = scarcity.contains(.cores) ? full.cores(numaNode) : side.cores(numaNode)
            let mebibytes = scarcity.contains(.memory) ? full.mebibytes(numaNode) : side.mebibytes(numaNode)
            return sum + SideWord(cores: cores, mebibytes: mebibytes, on: numaNode)
        }
        _ = nodes.swap(node * 2 + 1, sides.bits)
        guard scarcity.contains(.cores) else { return }
        let first = coreWords(node, 0).lowerBound
        // Words of cores stand for 0 when nothing is taken.
        for offset in type.coreWords.indices { _ = cores.swap(first + offset, 0) }
    }

    /// Gives a domain so much to reserve; `index()` must follow.
    func setHeadroom(of domain: Int, _ milliwatts: Int64) {
        _ = headrooms.swap(wordOfDomain[domain], UInt64(bitPattern: milliwatts))
    }
}
