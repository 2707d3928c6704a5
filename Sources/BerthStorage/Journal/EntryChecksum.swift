import BerthModel

/// The checksum of an entry: FNV-1a, 64 bits, over all its columns and the checksum before it.
///
/// A changed byte always changes it (each step is a bijection of the state), and the chain finds rows that were swapped, replaced or
/// taken out of the middle. It guards against a failing disk, not against a forger.
struct EntryChecksum: Hashable, Sendable {
    private(set) var value: UInt64

    /// Before the first entry.
    static let start = EntryChecksum(value: 0xCBF2_9CE4_8422_2325)

    init(value: UInt64) { self.value = value }

    func following(sequence: UInt64, time: Timestamp, kind: String, job: String?, payload: String) -> EntryChecksum {
        var next = self
        next.add(sequence)
        next.add(UInt64(bitPattern: time.milliseconds))
        next.add(kind)
        next.add(job ?? "")
        next.add(payload)
        return next
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    private mutating func add(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// With its length first, so that a byte cannot move from one column to the next.
    private mutating func add(_ text: String) {
        add(UInt64(text.utf8.count))
        for byte in text.utf8 { add(byte) }
    }
}
