package import BerthModel

/// The part of one board that a member asks for, or has: a MIG instance, or a share of the board's time and memory.
///
///     15 isTime | 14 10 0 | 9 thousandths 0        with MiB beside it
///     15 0 | 14 7 0 | 6 start 4 | 3 profile + 1 0
///
/// All zero: whole devices.
package struct BoardShare: BitwiseCopyable, Hashable, Sendable {
    let bits: UInt16
    private let mebibyteCount: UInt32

    private static let timeBit: UInt16 = 1 << 15

    /// Whole devices.
    package static let none = BoardShare(bits: 0, mebibytes: 0)

    @inline(__always)
    init(bits: UInt16, mebibytes: Int) {
        self.bits = bits
        mebibyteCount = UInt32(truncatingIfNeeded: mebibytes)
    }

    /// A MIG instance.
    /// - Parameters:
    ///   - profile: its number among those of the kind, 0…7.
    ///   - start: the memory slice at which it begins, 0…7; of no meaning in a request.
    package init(profile: Int, start: Int = 0) {
        precondition(0..<PartitionTable.profilesMax ~= profile && 0..<MIGOccupancy.memorySlices ~= start)
        self.init(bits: UInt16(start << 4 | profile + 1), mebibytes: 0)
    }

    /// - Parameters:
    ///   - thousandths: 1…999 of the board's time.
    ///   - mebibytes: of its memory.
    package init(thousandths: Int, mebibytes: Int) {
        precondition(1..<BoardWord.whole ~= thousandths && 0...BoardWord.mebibytesMax ~= mebibytes)
        self.init(bits: BoardShare.timeBit | UInt16(thousandths), mebibytes: mebibytes)
    }

    @inline(__always) package var isNone: Bool { bits == 0 }
    /// Nil for a share of time.
    package var profile: Int? { bits & BoardShare.timeBit == 0 && bits != 0 ? Int(bits & 0xF) - 1 : nil }
    package var start: Int { Int(bits >> 4 & 0x7) }
    package var thousandths: Int { Int(bits & 0x3FF) }
    /// Of the board's memory, for a share of its time.
    @inline(__always) package var mebibytes: Int { Int(mebibyteCount) }

    /// What an agency is charged for it, in thousandths of a device: of an instance the larger of its parts of compute and memory,
    /// rounded up.
    package static func charge(for profile: MIGProfile) -> Int {
        max(
            (profile.computeSlices * 1000 + MIGOccupancy.computeSlices - 1) / MIGOccupancy.computeSlices,
            (profile.memorySlices * 1000 + MIGOccupancy.memorySlices - 1) / MIGOccupancy.memorySlices)
    }
}
