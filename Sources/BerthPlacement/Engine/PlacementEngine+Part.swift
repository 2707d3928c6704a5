extension PlacementEngine {
    /// A claim of parts: a part of a core, with or without devices, or the first part of a board that nobody has.
    /// - Parameter devices: what it takes of the node; for a part of a board the board.
    @inline(never)
    func tryParts(
        _ node: Int, _ search: Search, _ seen: DeviceWord, _ devices: UInt16, _ claimer: inout Claimer, _ claim: inout Claim
    ) -> Trial {
        let request = search.request
        var tenant: (part: BoardWord, claimed: BoardShare)?
        if !request.share.isNone {
            tenant = types[search.type].partitions.tenant(request.share, on: BoardWord(bits: 0))
            guard tenant != nil else { return .short }
        }
        let refused = takeWatts(search.milliwatts, node, seen.leaf, claimer.number)
        if refused != .placed { return refused }
        var word = seen
        let left = takeDevices(node, devices, &word, request.label, search.type)
        guard left > 0 else {
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            claimer.conflicts &+= 1
            return .short
        }
        guard let beside = takeBeside(node, request, devices, search.type) else {
            _ = giveDevices(node, devices, search.type)
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            return .short
        }
        if let tenant { open(devices.trailingZeroBitCount, of: node, for: tenant.part, tenant.claimed, search.type) }
        refile(node, from: word.offeredClass, to: left, word.leaf)
        if devices == 0, !DeviceWord(bits: nodes.load(node &* 2)).admits(request.label) {
            // As for whole cores: nothing on the device word tells of this claim.
            giveBeside(node, beside)
            giveWatts(search.milliwatts, node, seen.leaf, claimer.number)
            return .short
        }
        claim.node = UInt32(truncatingIfNeeded: node)
        claim.milliwatts = UInt32(truncatingIfNeeded: request.milliwatts(perCore: types[search.type].perCore))
        claim.devices = devices
        claim.agency = UInt16(truncatingIfNeeded: request.agency)
        claim.charge = UInt16(truncatingIfNeeded: request.charge)
        claim.part = beside.part
        claim.sides = beside.sides.bits
        claim.share = tenant?.claimed ?? .none
        return .placed
    }

    /// - Returns: the slot; nil when no shared core has room and none can be opened.
    func takePart(_ node: Int, _ numaNode: Int, _ eighths: Int) -> Int? {
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
