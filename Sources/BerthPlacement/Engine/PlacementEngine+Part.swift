extension PlacementEngine {
    /// A claim of a part of a core, with or without devices: on the NUMA node of its devices if it has room, else on the other.
    @inline(never)
    func tryPart(
        _ node: Int, _ search: Search, _ seen: DeviceWord, _ devices: UInt16, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Trial {
        let beside = types[search.type].devicesOfNUMANode
        let first = devices & beside.1 != 0 && devices & beside.0 == 0 ? 1 : 0
        let refused = takeWatts(search.milliwatts, node, seen.leaf, claimer.number)
        if refused != .placed { return refused }
        var word = seen
        let left = takeDevices(node, devices, &word, search.request.label, search.type)
        guard left > 0 else {
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            claimer.conflicts &+= 1
            return .short
        }
        for numaNode in [first, 1 - first] {
            let memory = SideWord(cores: 0, mebibytes: Int(search.request.mebibytes), on: numaNode)
            guard takeSides(node, memory) else { continue }
            guard let slot = takePart(node, numaNode, Int(search.request.eighths)) else {
                giveSides(node, memory)
                continue
            }
            refile(node, from: word.offeredClass, to: left, word.leaf)
            claim.node = UInt32(truncatingIfNeeded: node)
            claim.milliwatts = UInt32(truncatingIfNeeded: search.milliwatts)
            claim.devices = devices
            claim.agency = UInt16(truncatingIfNeeded: search.request.agency)
            claim.part = UInt8(truncatingIfNeeded: slot << 4 | Int(search.request.eighths))
            claim.sides = memory.bits
            return .placed
        }
        _ = giveDevices(node, devices, search.type)
        giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
        return .short
    }

    /// - Returns: the slot; nil when no shared core has room and none can be opened.
    private func takePart(_ node: Int, _ numaNode: Int, _ eighths: Int) -> Int? {
        let core = SideWord(cores: 1, mebibytes: 0, on: numaNode)
        var hasCore = false
        var seen = parts.load(node)
        while true {
            let word = PartWord(bits: seen)
            if !hasCore, let slot = word.openSlot(numaNode, fitting: eighths) {
                if parts.exchange(node, &seen, word.adding(eighths, to: slot).bits) { return slot }
            } else if let slot = word.closedSlot(numaNode), hasCore || takeSides(node, core) {
                hasCore = true
                if parts.exchange(node, &seen, word.adding(eighths, to: slot).bits) { return slot }
            } else {
                if hasCore { giveSides(node, core) }
                return nil
            }
        }
    }

    @inline(never)
    func givePart(_ node: Int, _ part: UInt8) {
        let (slot, eighths) = (Int(part >> 4), Int(part & 0xF))
        var seen = parts.load(node)
        while true {
            let word = PartWord(bits: seen)
            precondition(word.eighths(of: slot) >= eighths, "(1) a part of a core is given back that nobody holds")
            let next = word.taking(eighths, from: slot)
            guard parts.exchange(node, &seen, next.bits) else { continue }
            if next.eighths(of: slot) == 0 { giveSides(node, SideWord(cores: 1, mebibytes: 0, on: slot / PartWord.slotsPerNUMANode)) }
            return
        }
    }
}
