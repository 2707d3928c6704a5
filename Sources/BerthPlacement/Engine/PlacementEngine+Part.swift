/// Parts of cores: which core they share stands in its `CoreWord`. Whoever opens a core for parts takes a whole one out of the `SideWord`
/// first; whoever brings it down to 0 has closed it in the same exchange, and then gives the core back.
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
        fellLeaf(blockOf(node), word.leaf, by: search.milliwatts)
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

    /// Takes the part and the memory of one member: near its devices; without devices the memory near the part.
    /// - Returns: nil when there is not enough, or another claimer was faster; nothing is held then.
    func takePart(_ node: Int, _ request: ClaimRequest, _ devices: UInt16, _ type: Int) -> Beside? {
        let beside = types[type].devicesOfNUMANode
        let (here, there) = ((devices & beside.0).nonzeroBitCount, (devices & beside.1).nonzeroBitCount)
        // Without devices of known locality the fullest core of all, so that small jobs gather.
        let first: Int
        if here + there > 0 {
            first = there > here ? 1 : 0
        } else {
            let fullest = bestCore(node, 0, Int(request.eighths), isOpening: false)?.taken ?? 0
            first = bestCore(node, 1, Int(request.eighths), isOpening: false)?.taken ?? 0 > fullest ? 1 : 0
        }
        for turn in 0..<SideWord.numaNodesMax {
            let numaNode = turn == 0 ? first : 1 - first
            guard let core = takePart(node, numaNode, Int(request.eighths)) else { continue }
            let near = here + there > 0 ? (here, there) : (numaNode == 0 ? (1, 0) : (0, 1))
            let part = PlacementEngine.part(numaNode, core, Int(request.eighths))
            guard let memory = SideSplit.split(Int(request.mebibytes), near, SideWord(bits: nodes.load(node &* 2 &+ 1))),
                takeSides(node, memory)
            else {
                givePart(node, part)
                return nil
            }
            return Beside(sides: memory, part: part)
        }
        return nil
    }

    static func part(_ numaNode: Int, _ core: Int, _ eighths: Int) -> UInt16 { UInt16(numaNode << 14 | core << 4 | eighths) }
    static func numaNode(ofPart part: UInt16) -> Int { Int(part >> 14) }
    static func core(ofPart part: UInt16) -> Int { Int(part >> 4 & 0x3FF) }
    static func eighths(ofPart part: UInt16) -> Int { Int(part & 0xF) }

    // MARK: Words

    /// Where the words of the cores of one NUMA node stand.
    @inline(__always)
    func coreWords(_ node: Int, _ numaNode: Int) -> Range<Int> {
        let block = blocks[blockOf(node)]
        let counts = types[Int(block.type)].coreWords
        let first = Int(block.cores) &+ (node & 63) &* Int(counts.0 &+ counts.1)
        return numaNode == 0 ? first..<first &+ Int(counts.0) : first &+ Int(counts.0)..<first &+ Int(counts.0 &+ counts.1)
    }

    func coreWord(_ index: Int, of node: Int) -> CoreWord { CoreWord(bits: cores.load(index) ^ blank(index, node)) }

    /// As `AtomicWords.exchange`, for a word of cores.
    func exchangeCores(_ index: Int, of node: Int, _ expected: inout UInt64, _ desired: UInt64) -> Bool {
        let blank = blank(index, node)
        var stored = expected ^ blank
        defer { expected = stored ^ blank }
        return cores.exchange(index, &stored, desired ^ blank)
    }

    private func blank(_ index: Int, _ node: Int) -> UInt64 {
        types[Int(blocks[blockOf(node)].type)].coreBlanks[index &- coreWords(node, 0).lowerBound]
    }

    /// The fullest core that is shared and has so much left; the lowest that is free where one is to be opened.
    private func bestCore(_ node: Int, _ numaNode: Int, _ eighths: Int, isOpening: Bool) -> (core: Int, taken: Int, word: UInt64)? {
        var best: (core: Int, taken: Int, word: UInt64)?
        for (offset, index) in coreWords(node, numaNode).enumerated() {
            let word = coreWord(index, of: node)
            if isOpening {
                if let core = word.lowestFree { return (offset * CoreWord.coresMax + core, 0, word.bits) }
            } else if let core = word.fullestCore(fitting: eighths), word.eighths(of: core) > best?.taken ?? 0 {
                best = (offset * CoreWord.coresMax + core, word.eighths(of: core), word.bits)
            }
        }
        return best
    }

    /// - Returns: the core; nil when no shared core has room and none can be opened.
    private func takePart(_ node: Int, _ numaNode: Int, _ eighths: Int) -> Int? {
        let whole = SideWord(cores: 1, mebibytes: 0, on: numaNode)
        let first = coreWords(node, numaNode).lowerBound
        var hasCore = false
        while true {
            let best: (core: Int, taken: Int, word: UInt64)?
            if !hasCore, let shared = bestCore(node, numaNode, eighths, isOpening: false) {
                best = shared
            } else {
                guard hasCore || takeSides(node, whole) else { return nil }
                hasCore = true
                best = bestCore(node, numaNode, eighths, isOpening: true)
            }
            guard let best else {
                // Others took and gave back while this looked from word to word.
                giveSides(node, whole)
                return nil
            }
            var seen = best.word
            let part = CoreWord.part(best.core % CoreWord.coresMax, eighths)
            if exchangeCores(first + best.core / CoreWord.coresMax, of: node, &seen, seen &+ part.bits) { return best.core }
        }
    }

    @inline(never)
    func givePart(_ node: Int, _ part: UInt16) {
        let (numaNode, core) = (PlacementEngine.numaNode(ofPart: part), PlacementEngine.core(ofPart: part))
        let index = coreWords(node, numaNode).lowerBound + core / CoreWord.coresMax
        let claim = CoreWord.part(core % CoreWord.coresMax, PlacementEngine.eighths(ofPart: part))
        var seen = coreWord(index, of: node).bits
        while true {
            guard let next = CoreWord(bits: seen).freeing(claim) else {
                preconditionFailure("(1) a part of a core is given back that nobody holds")
            }
            guard exchangeCores(index, of: node, &seen, next.bits) else { continue }
            if next.eighths(of: core % CoreWord.coresMax) == 0 { giveSides(node, SideWord(cores: 1, mebibytes: 0, on: numaNode)) }
            return
        }
    }
}
