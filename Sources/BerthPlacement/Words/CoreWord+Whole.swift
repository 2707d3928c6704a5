/// Claims of whole cores only, as bits instead of nibbles: one comparison instead of a loop over the cores.
extension CoreWord {
    /// A claim of these cores.
    init(whole mask: UInt16) { bits = CoreWord.spread(mask) << 3 }

    /// The cores of a claim of whole ones.
    var wholeMask: UInt16 {
        // Each step halves the gaps between the bits: 4i to i.
        var rest = bits >> 3 & 0x1111_1111_1111_1111
        rest = (rest | rest >> 3) & 0x0303_0303_0303_0303
        rest = (rest | rest >> 6) & 0x000F_000F_000F_000F
        rest = (rest | rest >> 12) & 0x0000_00FF_0000_00FF
        return UInt16(truncatingIfNeeded: rest | rest >> 24)
    }

    /// Bit i to bit 4i.
    private static func spread(_ mask: UInt16) -> UInt64 {
        var bits = UInt64(mask)
        bits = (bits | bits << 24) & 0x0000_00FF_0000_00FF
        bits = (bits | bits << 12) & 0x000F_000F_000F_000F
        bits = (bits | bits << 6) & 0x0303_0303_0303_0303
        return (bits | bits << 3) & 0x1111_1111_1111_1111
    }

    /// - Parameter claim: of whole cores.
    /// - Returns: nil when something is taken of one of them, or one is not there.
    func claimingWhole(_ claim: CoreWord) -> CoreWord? {
        bits & (claim.bits >> 3 &* 15) == 0 ? CoreWord(bits: bits | claim.bits) : nil
    }

    /// - Parameter claim: of whole cores.
    /// - Returns: nil when one of them is not taken whole.
    func freeingWhole(_ claim: CoreWord) -> CoreWord? {
        bits & (claim.bits >> 3 &* 15) == claim.bits ? CoreWord(bits: bits & ~claim.bits) : nil
    }
}
