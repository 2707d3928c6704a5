extension PlacementEngine {
    /// What came of trying one node.
    enum Trial {
        case placed
        /// The node is not of the class that its hint says.
        case stale
        /// The devices are there, but not the cores, the memory, the label, or another claimer was faster.
        case short
        case leafEmpty
        case middleEmpty
        case poolEmpty
        /// The root has not the watts: nothing else needs to be tried.
        case siteEmpty
    }

    /// Claims on one node: watts from leaf to pool, then devices, then sides; in reverse where one is refused.
    @inline(__always)
    func tryNode(_ node: Int, _ search: Search, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Trial {
        let base = node &* 2
        let type = search.type
        let request = search.request
        var word = DeviceWord(bits: nodes.load(base))
        guard word.offeredClass == number else { return .stale }
        guard word.admits(request.label) else { return .short }
        let devices = pick(Int(request.count), from: word.free, type)
        if request.count > 0, devices == 0 { return .short }
        guard request.isPlain else { return tryParts(node, search, word, devices, &claimer, &claim) }
        guard let sides = SideSplit.split(request, types[type].devicesOfNUMANode, devices, SideWord(bits: nodes.load(base &+ 1))) else {
            return .short
        }
        let refused = takeWatts(search.milliwatts, node, word.leaf, claimer.number)
        if refused != .placed { return refused }
        let left = takeDevices(node, devices, &word, request.label, type)
        guard left > 0 else {
            giveWatts(search.milliwatts, node, word.leaf, claimer.number)
            claimer.conflicts &+= 1
            return .short
        }
        guard takeSides(node, sides) else {
            _ = giveDevices(node, devices, type)
            giveWatts(search.milliwatts, node, word.leaf, claimer.number)
            claimer.conflicts &+= 1
            return .short
        }
        refile(node, from: word.offeredClass, to: left, word.leaf)
        fellLeaf(blockOf(node), word.leaf, by: search.milliwatts)
        if devices == 0, !DeviceWord(bits: nodes.load(base)).admits(request.label) {
            // A claim of cores alone leaves no mark on the device word, by which a change of label would see it: it looks again.
            giveSides(node, sides)
            giveWatts(search.milliwatts, node, word.leaf, claimer.number)
            return .short
        }
        claim.node = UInt32(truncatingIfNeeded: node)
        claim.milliwatts = UInt32(truncatingIfNeeded: search.milliwatts)
        claim.devices = devices
        claim.agency = UInt16(truncatingIfNeeded: request.agency)
        claim.charge = UInt16(truncatingIfNeeded: request.charge)
        claim.part = 0
        claim.sides = sides.bits
        claim.share = .none
        return .placed
    }

    /// The devices to take for a count; 0 when no legal set is free.
    @inline(__always)
    func pick(_ count: Int, from free: UInt16, _ type: Int) -> UInt16 {
        if count == 0 { return 0 }
        let kernel = types[type].kernel
        if kernel != .table { return kernel.pick(count, from: free, types[type].locality) }
        return types[type].picks[Int(types[type].rows[count]) << Int(types[type].width) &+ Int(free)]
    }

    // MARK: Devices and sides

    /// - Parameter word: the node's word as it was seen; afterwards as it was when the devices were taken or refused.
    /// - Returns: the class of what is left; 0 when they were refused.
    @inline(__always)
    func takeDevices(_ node: Int, _ devices: UInt16, _ word: inout DeviceWord, _ label: UInt8, _ type: Int) -> Int {
        // Of a claim of no devices the exchange still decides whether the node admits.
        while true {
            let free = word.free & ~devices
            let left = classOf(free, type)
            if nodes.exchange(node &* 2, &word.bits, word.replacing(free: free, class: left).bits) { return left }
            guard word.admits(label), word.free & devices == devices else { return 0 }
        }
    }

    /// - Returns: the word as it was before.
    @inline(__always)
    func giveDevices(_ node: Int, _ devices: UInt16, _ type: Int) -> DeviceWord {
        var word = DeviceWord(bits: nodes.load(node &* 2))
        if devices == 0 { return word }
        while true {
            precondition(word.free & devices == 0, "(1) devices are given back that nobody holds")
            let free = word.free | devices
            let next = word.replacing(free: free, class: classOf(free, type))
            if nodes.exchange(node &* 2, &word.bits, next.bits) {
                refile(node, from: word.offeredClass, to: next.offeredClass, word.leaf)
                return word
            }
        }
    }

    @inline(__always)
    func takeSides(_ node: Int, _ claim: SideWord) -> Bool {
        var seen = nodes.load(node &* 2 &+ 1)
        while let next = SideWord(bits: seen).claiming(claim) {
            if nodes.exchange(node &* 2 &+ 1, &seen, next.bits) { return true }
        }
        return false
    }

    @inline(__always)
    func giveSides(_ node: Int, _ claim: SideWord) { _ = nodes.add(node &* 2 &+ 1, claim.bits) }

    // MARK: Watts

    /// The headroom word of a node's leaf domain; -1 for none.
    @inline(__always)
    func leafWord(_ node: Int, _ leaf: Int) -> Int {
        let block = blockOf(node)
        return blocks[block].leafCount == 0 ? -1 : Int(leavesOfBlocks[Int(blocks[block].firstLeaf) &+ leaf])
    }

    /// From leaf to pool. - Returns: `.placed` when all levels had the watts; otherwise nothing is held.
    @inline(__always)
    func takeWatts(_ milliwatts: Int64, _ node: Int, _ leaf: Int, _ claimer: Int) -> Trial {
        let block = blockOf(node)
        let leafWord = leafWord(node, leaf)
        let middle = Int(blocks[block].middle)
        if leafWord >= 0, !takeWatts(leafWord, milliwatts) { return .leafEmpty }
        if middle >= 0, !takeWatts(middle, milliwatts) {
            if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }
            return .middleEmpty
        }
        let failed = power.take(Int(blocks[block].pool), milliwatts, claimer)
        if failed < 0 { return .placed }
        if middle >= 0 { giveMiddle(middle, milliwatts) }
        if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }
        return failed == rootWord ? .siteEmpty : .poolEmpty
    }

    /// Whether the leaf domain of a node has the watts now, without taking any.
    @inline(__always)
    func leafHas(_ milliwatts: Int64, _ node: Int, _ leaf: Int) -> Bool {
        let leafWord = leafWord(node, leaf)
        return leafWord < 0 || Int64(bitPattern: headrooms.load(leafWord)) >= milliwatts
    }

    /// A reservation never overshoots, not for an instant.
    @inline(__always)
    private func takeWatts(_ domain: Int, _ milliwatts: Int64) -> Bool {
        var seen = headrooms.load(domain)
        while let next = HeadroomWord(bits: seen).reserving(milliwatts) {
            if headrooms.exchange(domain, &seen, next.bits) { return true }
        }
        return false
    }

    /// In reverse of taking: a piece is free again before its watts are, so that watts never count less than what is held.
    @inline(__always)
    func giveWatts(_ milliwatts: Int64, _ node: Int, _ leaf: Int, _ claimer: Int) {
        let block = blockOf(node)
        let leafWord = leafWord(node, leaf)
        let middle = Int(blocks[block].middle)
        power.give(Int(blocks[block].pool), milliwatts, claimer)
        if middle >= 0 { giveMiddle(middle, milliwatts) }
        if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }
    }

    @inline(__always)
    private func giveLeaf(_ domain: Int, _ milliwatts: Int64, _ block: Int, _ leaf: Int) {
        let before = Int64(bitPattern: headrooms.add(domain, UInt64(bitPattern: milliwatts)))
        roseLeaf(block, leaf, from: before, to: before &+ milliwatts)
    }

    @inline(__always)
    private func giveMiddle(_ domain: Int, _ milliwatts: Int64) {
        let before = Int64(bitPattern: headrooms.add(domain, UInt64(bitPattern: milliwatts)))
        roseMiddle(domain, from: before, to: before &+ milliwatts)
    }

    // MARK: Release

    /// A hint that a claim will be released soon: its node is then near when it is.
    ///
    /// Ends of jobs are known before they are dealt with (they arrive in batches), and their nodes lie anywhere in the fleet; waiting
    /// for memory would otherwise be most of a release.
    @inline(__always)
    package func expectRelease(of claim: Claim) { nodes.prefetch(Int(claim.node) &* 2) }

    /// Gives back what a claim took.
    /// - Precondition: the claim is held.
    package func release(_ claim: Claim, by claimer: inout Claimer) {
        let node = Int(claim.node)
        guard claim.share.isNone else { return releaseShare(claim, &claimer) }
        if claim.part != 0 { givePart(node, claim.part) }
        giveSides(node, SideWord(bits: claim.sides))
        let word = giveDevices(node, claim.devices, Int(blocks[blockOf(node)].type))
        giveWatts(Int64(claim.milliwatts), node, word.leaf, claimer.number)
        agencies.give(Int(claim.agency), Int64(claim.charge), claimer.number)
    }
}
