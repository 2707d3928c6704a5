/// What a claimer holds on one node: the receipt of a claim, and all that a release needs.
///
/// 32 bytes, half a line: a million of them are a table that a cache has a part of, not a heap.
package struct Claim: BitwiseCopyable, Hashable, Sendable {
    /// The engine's number of the node: see `PlacementEngine.position(of:)`.
    package internal(set) var node: UInt32
    /// Above idle, in milliwatts: below 2^32, as one node draws at most 4 MW. Of a part of a board without the board's own.
    package internal(set) var milliwatts: UInt32
    /// Bit i is device i of the node; of a part of a board its board.
    package internal(set) var devices: UInt16
    package internal(set) var agency: UInt16
    /// A part of a core: NUMA node << 14 | core << 4 | eighths; 0 for none.
    var part: UInt16
    /// What its agency was charged, in thousandths of a device.
    package internal(set) var charge: UInt16
    /// Cores and memory, as a `SideWord`.
    var sides: UInt64
    private var shareMebibytes: UInt32
    private var shareBits: UInt16
    /// Free for the holder of the claim.
    package var tag: UInt8

    package init() {
        (node, milliwatts, devices, agency, part, charge, sides) = (0, 0, 0, 0, 0, 0, 0)
        (shareMebibytes, shareBits, tag) = (0, 0, 0)
    }

    /// The part of its board; whole devices where it is none.
    package internal(set) var share: BoardShare {
        get { BoardShare(bits: shareBits, mebibytes: Int(shareMebibytes)) }
        set { (shareBits, shareMebibytes) = (newValue.bits, UInt32(truncatingIfNeeded: newValue.mebibytes)) }
    }

    /// Whole cores on each NUMA node.
    package var cores: [Int] { [SideWord(bits: sides).cores(0), SideWord(bits: sides).cores(1)] }
    package var mebibytes: [Int] { [SideWord(bits: sides).mebibytes(0), SideWord(bits: sides).mebibytes(1)] }
}
