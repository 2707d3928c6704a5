/// Claims whose pieces are given: what a placement names.
extension PlacementEngine {
    /// Takes what a receipt says, all or nothing, in the order of every claim.
    /// - Parameter isRestored: it is held already, by what ran before a restart: budgets, quotas and a drain do not refuse it, and a
    ///   headroom may become negative by it. Ownership still does.
    /// - Returns: false when some of it is not free, or refused; nothing is held then.
    package func claim(exactly claim: Claim, isRestored: Bool = false, by claimer: inout Claimer) -> Bool {
        let node = Int(claim.node)
        let type = Int(blocks[blockOf(node)].type)
        guard claim.share.isNone else { return claimShare(exactly: claim, isRestored: isRestored, by: &claimer) }
        let charge = Int64(claim.charge)
        var word = DeviceWord(bits: nodes.load(node &* 2))
        guard isRestored || word.isAdmitting, word.free & claim.devices == claim.devices else { return false }
        guard reserve(Int64(claim.milliwatts), claim, word.leaf, isRestored: isRestored, claimer) else { return false }
        if takeDevices(node, claim.devices, &word, type, isRestored: isRestored) {
            if occupy(node, claim) { return true }
            _ = giveDevices(node, claim.devices, type)
        }
        giveWatts(Int64(claim.milliwatts), node, word.leaf, claimer.number)
        agencies.give(Int(claim.agency), charge, claimer.number)
        return false
    }

    /// Takes what a claim draws and what its agency is charged; whether they are there or not where it is restored.
    func reserve(_ milliwatts: Int64, _ claim: Claim, _ leaf: Int, isRestored: Bool, _ claimer: Claimer) -> Bool {
        let (agency, charge) = (Int(claim.agency), Int64(claim.charge))
        if isRestored {
            agencies.force(agency, charge)
            forceWatts(milliwatts, Int(claim.node), leaf)
            return true
        }
        guard agencies.take(agency, charge, claimer.number) < 0 else { return false }
        if takeWatts(milliwatts, Int(claim.node), leaf, claimer.number) == .placed { return true }
        agencies.give(agency, charge, claimer.number)
        return false
    }

    private func forceWatts(_ milliwatts: Int64, _ node: Int, _ leaf: Int) {
        // Falls change no hint: see `PlacementEngine+Index`.
        let leafWord = leafWord(node, leaf)
        let middle = Int(blocks[blockOf(node)].middle)
        for word in [leafWord, middle] where word >= 0 { _ = headrooms.add(word, UInt64(bitPattern: -milliwatts)) }
        power.force(Int(blocks[blockOf(node)].pool), milliwatts)
    }

    func takeDevices(_ node: Int, _ devices: UInt16, _ word: inout DeviceWord, _ type: Int, isRestored: Bool) -> Bool {
        while isRestored || word.isAdmitting, word.free & devices == devices {
            let free = word.free & ~devices
            let next = word.replacing(free: free, class: classOf(free, type))
            if nodes.exchange(node &* 2, &word.bits, next.bits) {
                refile(node, from: word.offeredClass, to: next.offeredClass, word.leaf)
                return true
            }
        }
        return false
    }

    // MARK: What stands beside devices

    /// Takes the cores and the memory of a claim on a node: of that claim itself, or of one on the same host that the fleet lists as
    /// another node.
    /// - Returns: false when they are not free; nothing is taken then.
    package func occupy(_ node: Int, _ claim: Claim) -> Bool {
        let sides = SideWord(bits: claim.sides)
        guard takeSides(node, sides) else { return false }
        if claim.part == 0 || takePart(node, exactly: claim.part) { return true }
        giveSides(node, sides)
        return false
    }

    package func vacate(_ node: Int, _ claim: Claim) {
        giveBeside(node, Beside(sides: SideWord(bits: claim.sides), part: claim.part))
    }

    private func takePart(_ node: Int, exactly part: UInt16) -> Bool {
        let (numaNode, core) = (PlacementEngine.numaNode(ofPart: part), PlacementEngine.core(ofPart: part))
        let whole = SideWord(cores: 1, mebibytes: 0, on: numaNode)
        let index = coreWords(node, numaNode).lowerBound + core / CoreWord.coresMax
        let claim = CoreWord.part(core % CoreWord.coresMax, PlacementEngine.eighths(ofPart: part))
        var hasCore = false
        var seen = coreWord(index, of: node).bits
        while let next = CoreWord(bits: seen).claiming(claim) {
            let isOpening = CoreWord(bits: seen).eighths(of: core % CoreWord.coresMax) == 0
            if isOpening != hasCore {
                if hasCore { giveSides(node, whole) }
                guard !isOpening || takeSides(node, whole) else { return false }
                hasCore = isOpening
            }
            if exchangeCores(index, of: node, &seen, next.bits) { return true }
        }
        if hasCore { giveSides(node, whole) }
        return false
    }
}
