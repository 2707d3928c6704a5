#if BERTH_EXPLORE
/// What an explorer asks of the words as they are, by the position of a node or a domain in the fleet.
extension PlacementEngine {
    /// Where the device word of a node stands in `SharedMemory`.
    package func exploredDeviceWord(of position: Int) -> Int { nodes.base + Int(numbers[position]) * 2 }
    package func exploredHeadroomWord(of domain: Int) -> Int { headrooms.base + wordOfDomain[domain] }

    /// The free devices that a device word shows.
    package static func exploredFree(_ word: UInt64) -> UInt16 { DeviceWord(bits: word).free }

    /// Whether a device word admits claims of a label.
    package static func exploredAdmits(_ word: UInt64, _ label: UInt8) -> Bool { DeviceWord(bits: word).admits(label) }

    /// The label that owns a node.
    package static func exploredLabel(_ word: UInt64) -> UInt8 { DeviceWord(bits: word).label }

    /// Whole cores and memory that are free on a node.
    package func exploredSides(of position: Int) -> (cores: Int, mebibytes: Int) {
        let word = SideWord(bits: nodes.load(Int(numbers[position]) * 2 + 1))
        return (word.cores(0) + word.cores(1), word.mebibytes(0) + word.mebibytes(1))
    }

    /// Where the word of the first two boards of a node stands; nil where boards are not shared.
    package func exploredBoardWord(of position: Int) -> Int? {
        let node = Int(numbers[position])
        let block = blocks[blockOf(node)]
        return block.boards < 0 ? nil : boards.base + Int(block.boards) + (node & 63) * Int(types[Int(block.type)].boardWords)
    }

    /// Of the two boards in a word those with tenants, a bit each.
    package static func exploredOpenBoards(_ word: UInt64) -> UInt16 {
        (0..<2).reduce(0) { $0 | (BoardWord(bits: UInt32(truncatingIfNeeded: word >> UInt64($1 * 32))).mode == .closed ? 0 : 1 << $1) }
    }

    /// What a word of `SharedMemory` is, for a schedule that people read.
    package func exploredName(of word: Int) -> String {
        let stores = [
            (nodes.base, "node"), (cores.base, "cores"), (boards.base, "boards"), (hints.base, "hint"), (headrooms.base, "headroom"),
            (power.credits.base, "credit of watts"), (agencies.shared.base, "agency"), (agencies.credits.base, "credit of agency"),
        ]
        guard let (base, name) = stores.filter({ $0.0 <= word }).max(by: { $0.0 < $1.0 }) else { return "word \(word)" }
        let index = word - base
        if name == "node" { return "node \(index / 2) \(index % 2 == 0 ? "devices" : "sides")" }
        if name == "headroom", let domain = wordOfDomain.firstIndex(of: index) { return "headroom of domain \(domain)" }
        return "\(name) \(index)"
    }
}
#endif
