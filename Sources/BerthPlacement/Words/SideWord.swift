/// What is free beside the devices of one node: whole cores and memory of up to two NUMA nodes.
///
///     63 MiB 42 | 41 cores 32 | 31 MiB 10 | 9 cores 0
///      NUMA node 1             NUMA node 0
///
/// Up to 1,023 cores and 4 TiB - 1 MiB of memory each. A claim is a word of the same shape, subtracted on the way in and added on the
/// way out; one exchange takes what a member needs of both NUMA nodes.
struct SideWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    @inline(__always) init(cores: Int, mebibytes: Int, on numaNode: Int) {
        bits = (UInt64(truncatingIfNeeded: mebibytes) << 10 | UInt64(truncatingIfNeeded: cores)) << UInt64(numaNode &* 32)
    }

    static let coresMax = 1023
    static let mebibytesMax = 1 << 22 - 1
    static let numaNodesMax = 2

    @inline(__always) func cores(_ numaNode: Int) -> Int { Int(bits >> UInt64(numaNode &* 32) & 0x3FF) }
    @inline(__always) func mebibytes(_ numaNode: Int) -> Int { Int(bits >> UInt64(numaNode &* 32 &+ 10) & 0x3F_FFFF) }

    /// - Returns: nil when fewer cores or less memory is free somewhere.
    @inline(__always) func claiming(_ claim: SideWord) -> SideWord? {
        guard cores(0) >= claim.cores(0), mebibytes(0) >= claim.mebibytes(0), cores(1) >= claim.cores(1), mebibytes(1) >= claim.mebibytes(1)
        else { return nil }
        return SideWord(bits: bits &- claim.bits)
    }

    static func + (left: SideWord, right: SideWord) -> SideWord { SideWord(bits: left.bits &+ right.bits) }
}
