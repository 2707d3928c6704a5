/// The devices of one node: which are free, and whether and for whom the node admits jobs.
///
///     63 0 56 | 55 class 48 | 47 label 40 | 39 leaf 34 | 33 0 | 32 admitting | 31 0 16 | 15 free 0
///
/// - free: bit i is set while device i has no owner. Devices that are not there are never free.
/// - admitting: clear on a drained, failed or departed node. Claims need it, releases do not.
/// - leaf: where its leaf domain stands among those of its block. Never changes.
/// - label: the label that owns the host, 0 for none. A claim needs the same label.
/// - class: the class of the free devices (`ShapeTable`), whether the node admits or not, so that it is worked out once for a change.
///
/// The word is the whole state of what it holds: a value that went away and came back (ABA) is the same state again.
struct DeviceWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    init(free: UInt16, class number: Int, admitting: Bool = true, leaf: Int = 0, label: UInt8 = 0) {
        bits =
            UInt64(free) | UInt64(number) << DeviceWord.classShift | (admitting ? DeviceWord.admittingBit : 0) | UInt64(leaf)
            << DeviceWord.leafShift
            | UInt64(label) << DeviceWord.labelShift
    }

    static let admittingBit: UInt64 = 1 << 32
    static let leafShift: UInt64 = 34
    static let labelShift: UInt64 = 40
    static let classShift: UInt64 = 48

    @inline(__always) var free: UInt16 { UInt16(truncatingIfNeeded: bits) }
    @inline(__always) var isAdmitting: Bool { bits & DeviceWord.admittingBit != 0 }
    @inline(__always) var leaf: Int { Int(bits >> DeviceWord.leafShift & 0x3F) }
    /// What the index files the node under: 0, and so nothing, while it does not admit.
    @inline(__always) var offeredClass: Int { isAdmitting ? Int(bits >> DeviceWord.classShift) : 0 }
    @inline(__always) var label: UInt8 { UInt8(truncatingIfNeeded: bits >> DeviceWord.labelShift) }

    /// Whether a claim of this label may be made at all.
    @inline(__always) func admits(_ label: UInt8) -> Bool {
        bits & (DeviceWord.admittingBit | 0xFF << DeviceWord.labelShift) == DeviceWord.admittingBit | UInt64(label) << DeviceWord.labelShift
    }

    /// The word with other free devices, of which `number` is the class.
    @inline(__always) func replacing(free: UInt16, class number: Int) -> DeviceWord {
        let kept = bits & ~(0xFFFF | 0xFF << DeviceWord.classShift)
        return DeviceWord(bits: kept | UInt64(free) | UInt64(truncatingIfNeeded: number) << DeviceWord.classShift)
    }
}
