import BerthModel

/// The nodes of an engine as hosts of a fleet.
///
/// A host with devices of several kinds is a node of the engine for each kind. These nodes mirror each other: each counts all cores and
/// all memory of the host, and whoever claims on one occupies as much on the others. The device words differ, and a drain is on all.
struct Hosts: Sendable {
    let layout: FleetLayout
    let engine: PlacementEngine

    func host(of claim: Claim) -> Int { Int(layout.hosts[engine.position(of: claim.node)]) }

    /// The other nodes of the engine on the host of a claim, by number.
    private func mirrors(of claim: Claim) -> [Int] {
        let positions = layout.positions(of: host(of: claim))
        return positions.count == 1 ? [] : positions.map { Int(engine.numbers[$0]) }.filter { $0 != Int(claim.node) }
    }

    /// Occupies the other nodes of the host of a new claim.
    /// - Returns: false when another claimer was faster there; the claim is given back then.
    func settle(_ claim: Claim, _ claimer: inout Claimer) -> Bool {
        let mirrors = mirrors(of: claim)
        for (position, node) in mirrors.enumerated() where !engine.occupy(node, claim) {
            for occupied in mirrors[..<position] { engine.vacate(occupied, claim) }
            engine.release(claim, by: &claimer)
            return false
        }
        return true
    }

    func release(_ claim: Claim, _ claimer: inout Claimer) {
        for node in mirrors(of: claim) { engine.vacate(node, claim) }
        engine.release(claim, by: &claimer)
    }

    func claim(exactly claim: Claim, isRestored: Bool, _ claimer: inout Claimer) -> Bool {
        engine.claim(exactly: claim, isRestored: isRestored, by: &claimer) && settle(claim, &claimer)
    }

    /// What claims that are held draw, the boards that none but they have opened included.
    func milliwatts(of claims: [Claim]) -> [Int64] {
        var sums = claims.map { Int64($0.milliwatts) }
        let parts = claims.indices.filter { !claims[$0].share.isNone }
        for tenants in Dictionary(grouping: parts, by: { Board(node: claims[$0].node, devices: claims[$0].devices) }).values {
            if engine.isBoard(of: tenants.map { claims[$0] }), let first = tenants.min() {
                sums[first] += engine.boardMilliwatts(of: claims[first])
            }
        }
        return sums
    }

    private struct Board: Hashable {
        var node: UInt32
        var devices: UInt16
    }

    // MARK: Cores by name, on all nodes of the host alike

    private func numbers(of host: Int) -> [Int] { layout.positions(of: host).map { Int(engine.numbers[$0]) } }

    /// - Returns: fewer than `count` when fewer are free.
    func takeCores(of host: Int, side: Int, count: Int, in range: Range<Int>) -> [Int] {
        let numbers = numbers(of: host)
        let taken = engine.takeCores(numbers[0], side, count, in: range)
        for (position, node) in numbers.enumerated().dropFirst() where !engine.takeCores(node, side, exactly: taken) {
            for earlier in numbers[..<position] { engine.giveCores(earlier, side, taken) }
            return []
        }
        return taken
    }

    func takeCores(of host: Int, side: Int, exactly cores: [Int]) -> Bool {
        let numbers = numbers(of: host)
        for (position, node) in numbers.enumerated() where !engine.takeCores(node, side, exactly: cores) {
            for earlier in numbers[..<position] { engine.giveCores(earlier, side, cores) }
            return false
        }
        return true
    }

    func giveCores(of host: Int, side: Int, _ cores: [Int]) {
        for node in numbers(of: host).reversed() { engine.giveCores(node, side, cores) }
    }

    /// Takes the cores that a claim counts.
    /// - Precondition: the host is plain.
    /// - Returns: nil when fewer are free, and then none is held.
    func takeCores(of host: Int, _ counts: SideWord) -> CoreMasks? {
        let positions = layout.positions(of: host)
        let first = Int(engine.numbers[positions.lowerBound])
        var masks = CoreMasks()
        for side in 0..<SideWord.numaNodesMax where counts.cores(side) > 0 {
            guard engine.takeCores(first, side, counts.cores(side), into: &masks) == counts.cores(side) else {
                for taken in 0...side where masks.holdsSome(of: taken) { engine.giveCores(first, taken, masks) }
                return nil
            }
        }
        for position in positions.dropFirst() where !takeCores(of: position, exactly: masks) {
            for earlier in positions.lowerBound..<position { giveCores(of: earlier, masks) }
            return nil
        }
        return masks
    }

    /// Takes these cores of a plain host, all or none.
    func takeCores(of host: Int, exactlyOnHost masks: CoreMasks) -> Bool {
        let positions = layout.positions(of: host)
        for position in positions where !takeCores(of: position, exactly: masks) {
            for earlier in positions.lowerBound..<position { giveCores(of: earlier, masks) }
            return false
        }
        return true
    }

    func giveCores(ofHost host: Int, _ masks: CoreMasks) {
        for position in layout.positions(of: host).reversed() { giveCores(of: position, masks) }
    }

    /// Of one of the engine's nodes.
    private func takeCores(of position: Int, exactly masks: CoreMasks) -> Bool {
        let node = Int(engine.numbers[position])
        for side in 0..<CoreMasks.numaNodesMax where masks.holdsSome(of: side) && !engine.takeCores(node, side, exactly: masks) {
            for earlier in 0..<side where masks.holdsSome(of: earlier) { engine.giveCores(node, earlier, masks) }
            return false
        }
        return true
    }

    private func giveCores(of position: Int, _ masks: CoreMasks) {
        let node = Int(engine.numbers[position])
        for side in 0..<CoreMasks.numaNodesMax where masks.holdsSome(of: side) { engine.giveCores(node, side, masks) }
    }

    /// How much of each core of a side is taken, in eighths.
    func coresTaken(of host: Int, side: Int) -> [CoreWord] { engine.coresNow(numbers(of: host)[0], side) }
}

extension CoreMasks {
    /// Whether there are whole cores of a NUMA node.
    fileprivate func holdsSome(of numaNode: Int) -> Bool { self[numaNode * 2] | self[numaNode * 2 + 1] != 0 }
}
