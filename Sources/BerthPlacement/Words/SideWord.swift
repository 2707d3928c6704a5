/// What is free beside the devices on one NUMA node: whole cores, parts of cores, memory.
///
///     63  slot 7  60 | ... | 35 slot 0 32 | 31  cores  22 | 21  MiB  0
///
/// - MiB: free memory, up to 4 TiB - 1 MiB.
/// - cores: cores of which nothing is taken, up to 1,023.
/// - slot: eighths taken of one core that is shared by parts of cores (0: the slot stands for no core). Up to eight cores of a NUMA
///   node are shared at a time; opening a slot takes one of the free cores and closing it gives it back, in the same exchange.
///
/// A claim is a word of the same shape, subtracted on the way in and added on the way out, but for slots, which go the other way.
struct SideWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    @inline(__always) init(cores: Int, mebibytes: Int) {
        bits = UInt64(truncatingIfNeeded: cores) << SideWord.coreShift | UInt64(truncatingIfNeeded: mebibytes)
    }

    static let coreShift: UInt64 = 22
    static let coresMax = 1023
    static let mebibytesMax = 1 << 22 - 1
    static let slots = 8
    static let slotShift: UInt64 = 32
    /// Eighths of a whole core.
    static let whole = 8

    @inline(__always) var mebibytes: Int { Int(bits & 0x3F_FFFF) }
    @inline(__always) var cores: Int { Int(bits >> SideWord.coreShift & 0x3FF) }
    @inline(__always) func eighths(of slot: Int) -> Int { Int(bits >> (SideWord.slotShift + UInt64(slot) * 4) & 0xF) }

    private var slotBits: UInt64 { bits & (~UInt64(0) << SideWord.slotShift) }

    /// Whether the claim takes a part of a core.
    @inline(__always) var isPart: Bool { bits >> SideWord.slotShift != 0 }

    /// - Returns: nil when fewer cores or less memory is free.
    @inline(__always) func claiming(_ claim: SideWord) -> SideWord? {
        if claim.isPart { return claimingPart(claim) }
        guard cores >= claim.cores, mebibytes >= claim.mebibytes else { return nil }
        return SideWord(bits: bits &- claim.bits)
    }

    /// - Precondition: the claim was made.
    @inline(__always) func freeing(_ claim: SideWord) -> SideWord {
        claim.isPart ? freeingPart(claim) : SideWord(bits: bits &+ claim.bits)
    }

    /// The claim of a part of a core: the fullest shared core that has room, else a free one. Nil when neither is there.
    func part(_ eighths: Int, mebibytes: Int) -> SideWord? {
        guard self.mebibytes >= mebibytes else { return nil }
        var best: (slot: Int, taken: Int)?
        for slot in 0..<SideWord.slots {
            let taken = self.eighths(of: slot)
            guard taken + eighths <= SideWord.whole, taken > 0 || cores > 0, taken > best?.taken ?? -1 else { continue }
            best = (slot, taken)
        }
        guard let best else { return nil }
        return SideWord(bits: UInt64(mebibytes) | UInt64(eighths) << (SideWord.slotShift + UInt64(best.slot) * 4))
    }

    /// A claim takes of one slot only: its place is that of the lowest bit that is set.
    private static func slot(of claim: SideWord) -> Int { (claim.bits >> slotShift).trailingZeroBitCount / 4 }

    private func claimingPart(_ claim: SideWord) -> SideWord? {
        let slot = SideWord.slot(of: claim)
        let taken = eighths(of: slot)
        guard mebibytes >= claim.mebibytes, taken + claim.eighths(of: slot) <= SideWord.whole, taken > 0 || cores > 0 else { return nil }
        let opened: UInt64 = taken == 0 ? 1 << SideWord.coreShift : 0
        return SideWord(bits: bits &- UInt64(claim.mebibytes) &- opened &+ claim.slotBits)
    }

    private func freeingPart(_ claim: SideWord) -> SideWord {
        let slot = SideWord.slot(of: claim)
        let closed: UInt64 = eighths(of: slot) == claim.eighths(of: slot) ? 1 << SideWord.coreShift : 0
        return SideWord(bits: bits &+ UInt64(claim.mebibytes) &+ closed &- claim.slotBits)
    }
}
