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
    }

    /// Claims on one node: watts from leaf to pool, then devices, then sides; in reverse where one is refused.
    @inline(__always)
    func tryNode(_ node: Int, _ search: Search, class number: Int, _ claimer: inout Claimer, _ claim: inout Claim) -> Trial {
        let base = node &* 4
        let type = search.type
        let request = search.request
        var word = DeviceWord(bits: nodes.load(base))
        guard type.classOf(word) == number else { return .stale }
        guard word.admits(request.label) else { return .short }
        var devices: UInt16 = 0
        if request.count > 0 {
            devices = type.picks[Int(type.rows[Int(request.count)]) << Int(type.width) &+ Int(word.free)]
            if devices == 0 { return .short }
        }
        let first = SideWord(bits: nodes.load(base &+ 1))
        let second = SideWord(bits: nodes.load(base &+ 2))
        guard let sides = SideSplit(request, type, devices, first, second) else { return .short }
        let place = PlaceWord(bits: nodes.loadRelaxed(base &+ 3))
        let refused = reserve(search.milliwatts, place, claimer.number)
        if refused != .placed { return refused }
        while !nodes.exchange(base, &word.bits, word.bits & ~UInt64(devices)) {
            guard word.admits(request.label), word.free & devices == devices else {
                unreserve(search.milliwatts, place, claimer.number)
                claimer.conflicts &+= 1
                return .short
            }
        }
        guard takeSide(base &+ 1, sides.first) else {
            return giveBackDevices(node, devices, search, place, &claimer)
        }
        guard takeSide(base &+ 2, sides.second) else {
            giveSide(base &+ 1, sides.first)
            return giveBackDevices(node, devices, search, place, &claimer)
        }
        // exchange left in `word` what was there before it.
        refile(node, from: type.classOf(word), to: type.classOf(DeviceWord(bits: word.bits & ~UInt64(devices))), type)
        claim.node = UInt32(truncatingIfNeeded: node)
        claim.devices = devices
        claim.agency = request.agency
        claim.milliwatts = UInt32(truncatingIfNeeded: search.milliwatts)
        claim.sides = (sides.first.bits, sides.second.bits)
        return .placed
    }

    @inline(never)
    private func giveBackDevices(_ node: Int, _ devices: UInt16, _ search: Search, _ place: PlaceWord, _ claimer: inout Claimer) -> Trial {
        giveDevices(node, devices, search.type)
        unreserve(search.milliwatts, place, claimer.number)
        claimer.conflicts &+= 1
        return .short
    }

    @inline(__always)
    func giveDevices(_ node: Int, _ devices: UInt16, _ type: TypeTable) {
        // The bits are this claim's own: nobody else changes them, so that an addition sets them.
        let before = DeviceWord(bits: nodes.add(node &* 4, UInt64(devices)))
        precondition(before.free & devices == 0, "(1) devices are given back that nobody holds")
        refile(node, from: type.classOf(before), to: type.classOf(DeviceWord(bits: before.bits | UInt64(devices))), type)
    }

    @inline(__always)
    private func takeSide(_ index: Int, _ claim: SideWord) -> Bool {
        if claim.bits == 0 { return true }
        var seen = nodes.load(index)
        while let next = SideWord(bits: seen).claiming(claim) {
            if nodes.exchange(index, &seen, next.bits) { return true }
        }
        return false
    }

    @inline(__always)
    func giveSide(_ index: Int, _ claim: SideWord) {
        if claim.bits == 0 { return }
        if !claim.isPart {
            _ = nodes.add(index, claim.bits)
            return
        }
        var seen = nodes.load(index)
        while !nodes.exchange(index, &seen, SideWord(bits: seen).freeing(claim).bits) {}
    }

    // MARK: Watts

    /// - Returns: `.placed` when all levels had the watts.
    @inline(__always)
    private func reserve(_ milliwatts: Int64, _ place: PlaceWord, _ claimer: Int) -> Trial {
        let (leaf, middle) = (place.leaf, place.middle)
        if leaf >= 0, !reserve(leaf, milliwatts) { return .leafEmpty }
        if middle >= 0, !reserve(middle, milliwatts) {
            if leaf >= 0 { giveWatts(leaf, milliwatts) }
            return .middleEmpty
        }
        if power.take(place.pool, milliwatts, claimer) { return .placed }
        if middle >= 0 { giveWatts(middle, milliwatts) }
        if leaf >= 0 { giveWatts(leaf, milliwatts) }
        return .poolEmpty
    }

    /// A reservation never overshoots, not for an instant.
    @inline(__always)
    private func reserve(_ domain: Int, _ milliwatts: Int64) -> Bool {
        var seen = headrooms.load(domain)
        while let next = HeadroomWord(bits: seen).reserving(milliwatts) {
            if headrooms.exchange(domain, &seen, next.bits) { return true }
        }
        return false
    }

    /// In reverse: a piece is free again before its watts are, so that watts never count less than what is held.
    @inline(__always)
    func unreserve(_ milliwatts: Int64, _ place: PlaceWord, _ claimer: Int) {
        power.give(place.pool, milliwatts, claimer)
        if place.middle >= 0 { giveWatts(place.middle, milliwatts) }
        if place.leaf >= 0 { giveWatts(place.leaf, milliwatts) }
    }

    @inline(__always)
    func giveWatts(_ domain: Int, _ milliwatts: Int64) {
        let before = Int64(bitPattern: headrooms.add(domain, UInt64(bitPattern: milliwatts)))
        let (old, new) = (PowerBucket.of(before), PowerBucket.of(before &+ milliwatts))
        if new > old { raise(domain, from: old, to: new) }
    }

    /// Gives back what a claim took.
    /// - Precondition: the claim is held.
    package func release(_ claim: Claim, by claimer: inout Claimer) {
        let node = Int(claim.node)
        let base = node &* 4
        giveSide(base &+ 2, SideWord(bits: claim.sides.1))
        giveSide(base &+ 1, SideWord(bits: claim.sides.0))
        let place = PlaceWord(bits: nodes.loadRelaxed(base &+ 3))
        giveDevices(node, claim.devices, types[place.type])
        unreserve(Int64(claim.milliwatts), place, claimer.number)
        agencies.give(Int(claim.agency), Int64(claim.devices.nonzeroBitCount) &* 1000, claimer.number)
    }
}
