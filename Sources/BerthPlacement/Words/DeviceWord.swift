/// The devices of one node: which are free, which are shared, and whether and for whom the node admits jobs.
///
///     63   0   48 | 47 label 40 | 39  0  33 | 32 admitting | 31 shared 16 | 15 free 0
///
/// - free: bit i is set while device i has no owner. Devices that are not there are never free.
/// - shared: bit i is set while device i is split among tenants (its partition word says how); such a device is not free.
/// - admitting: clear on a drained, failed or departed node. Claims need it, releases do not.
/// - label: the label that owns the host, 0 for none. A claim needs the same label.
///
/// The word is the whole state of what it holds: a value that went away and came back (ABA) is the same state again.
struct DeviceWord: Hashable, Sendable {
    var bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    init(free: UInt16, admitting: Bool = true, label: UInt8 = 0) {
        bits = UInt64(free) | (admitting ? DeviceWord.admittingBit : 0) | UInt64(label) << DeviceWord.labelShift
    }

    static let admittingBit: UInt64 = 1 << 32
    static let sharedShift: UInt64 = 16
    static let labelShift: UInt64 = 40

    @inline(__always) var free: UInt16 { UInt16(truncatingIfNeeded: bits) }
    @inline(__always) var shared: UInt16 { UInt16(truncatingIfNeeded: bits >> DeviceWord.sharedShift) }
    @inline(__always) var isAdmitting: Bool { bits & DeviceWord.admittingBit != 0 }
    @inline(__always) var label: UInt8 { UInt8(truncatingIfNeeded: bits >> DeviceWord.labelShift) }

    /// What the index files the node under: nothing while it does not admit.
    @inline(__always) var offered: Int { isAdmitting ? Int(free) : 0 }

    /// Whether a claim of this label may be made at all.
    @inline(__always) func admits(_ label: UInt8) -> Bool {
        bits >> 32 & (1 | 0xFF << (DeviceWord.labelShift - 32)) == 1 | UInt64(label) << (DeviceWord.labelShift - 32)
    }
}
