/// Sixteen cores of one NUMA node: how many eighths of each are taken.
///
///     63 core 15 60 | ... | 7 core 1 4 | 3 core 0 0
///
/// A nibble holds 0 (free) to 8 (taken whole); 15 stands for a core that is not there. A claim is a word of the same shape with
/// the eighths to take; a whole core (8) fits only where nothing is taken, so whole cores are never shared.
package struct CoreWord: Hashable, Sendable {
    package var bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    /// Free cores in the low places, absent ones above.
    package init(cores: Int) {
        precondition((0...CoreWord.coresMax).contains(cores), "a core word holds 16 cores, not \(cores)")
        bits = cores == CoreWord.coresMax ? 0 : ~UInt64(0) << UInt64(cores * 4)
    }

    /// The words of so many cores, sixteen in each.
    static func words(for cores: Int) -> [UInt64] {
        stride(from: 0, to: cores, by: coresMax).map { CoreWord(cores: min(coresMax, cores - $0)).bits }
    }

    package static let coresMax = 16
    /// The nibble of a core taken whole.
    package static let whole = 8
    private static let absent = 15
    private static let lowBits: UInt64 = 0x1111_1111_1111_1111

    package func eighths(of core: Int) -> Int { Int(bits >> UInt64(core * 4) & 0xF) }
    package func has(_ core: Int) -> Bool { eighths(of: core) != CoreWord.absent }

    /// Every bit of the places of these cores.
    static func places(_ range: Range<Int>) -> UInt64 {
        let width = UInt64(range.count * 4)
        return (width == 64 ? ~0 : (1 << width) - 1) << UInt64(range.lowerBound * 4)
    }

    /// A claim of some eighths of one core.
    package static func part(_ core: Int, _ eighths: Int) -> CoreWord { CoreWord(bits: UInt64(eighths) << UInt64(core * 4)) }

    /// Bit 4i is set when nothing of core i is taken.
    private var freeNibbles: UInt64 { ~(bits | bits >> 1 | bits >> 2 | bits >> 3) & CoreWord.lowBits }

    /// Cores of which nothing is taken.
    package var freeCores: Int { freeNibbles.nonzeroBitCount }

    var lowestFree: Int? { freeNibbles == 0 ? nil : freeNibbles.trailingZeroBitCount / 4 }

    /// Eighths taken, over all cores that are there.
    package var takenEighths: Int { (0..<CoreWord.coresMax).reduce(0) { $0 + (has($1) ? eighths(of: $1) : 0) } }

    /// The lowest `count` free cores, each taken whole; fewer when fewer are free.
    package func wholeCores(_ count: Int) -> CoreWord {
        var free = freeNibbles
        var claim: UInt64 = 0
        for _ in 0..<min(count, free.nonzeroBitCount) {
            claim |= (free & (~free &+ 1)) << 3
            free &= free &- 1
        }
        return CoreWord(bits: claim)
    }

    /// The cores of which something is taken, ascending.
    func forEachCore(_ body: (Int) -> Void) {
        var rest = bits
        while rest != 0 {
            let core = rest.trailingZeroBitCount / 4
            body(core)
            rest &= ~(0xF << UInt64(core * 4))
        }
    }

    /// How many parts of this size fit on cores that are shared already.
    package func sharedParts(of eighths: Int) -> Int {
        (0..<CoreWord.coresMax).reduce(0) { sum, core in
            let taken = self.eighths(of: core)
            return taken == 0 ? sum : sum + max(0, CoreWord.whole - taken) / eighths
        }
    }

    /// The fullest core on which `eighths` still fit, the lowest of equals: small jobs gather instead of breaking free cores.
    package func fullestCore(fitting eighths: Int) -> Int? {
        var (fullest, most) = (Int?.none, -1)
        for core in 0..<CoreWord.coresMax {
            let taken = self.eighths(of: core)
            if taken > most, taken + eighths <= CoreWord.whole { (fullest, most) = (core, taken) }
        }
        return fullest
    }

    /// - Returns: nil when some core has not that much left, or is not there.
    package func claiming(_ claim: CoreWord) -> CoreWord? {
        var rest = claim.bits
        while rest != 0 {
            let core = rest.trailingZeroBitCount / 4
            guard eighths(of: core) + claim.eighths(of: core) <= CoreWord.whole else { return nil }
            rest &= ~(0xF << UInt64(core * 4))
        }
        return CoreWord(bits: bits + claim.bits)
    }

    /// - Returns: nil when less is taken of some core than is given back.
    package func freeing(_ claim: CoreWord) -> CoreWord? {
        var rest = claim.bits
        while rest != 0 {
            let core = rest.trailingZeroBitCount / 4
            guard has(core), eighths(of: core) >= claim.eighths(of: core) else { return nil }
            rest &= ~(0xF << UInt64(core * 4))
        }
        return CoreWord(bits: bits - claim.bits)
    }
}
