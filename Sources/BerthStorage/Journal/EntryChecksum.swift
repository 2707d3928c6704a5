import BerthModel

/// The checksum of a row, an entry of format 1 or a block: 64 bits over all its columns and the checksum before it.
///
/// A changed byte always changes it (each step is a bijection of the state), and the chain finds rows that were swapped, replaced or
/// taken out of the middle. It guards against a failing disk, not against a forger.
struct EntryChecksum: Hashable, Sendable {
    private(set) var value: UInt64

    /// Before the first row.
    static let start = EntryChecksum(value: 0xCBF2_9CE4_8422_2325)

    init(value: UInt64) { self.value = value }

    /// Of an entry of format 1: FNV-1a, byte for byte.
    func following(sequence: UInt64, time: Timestamp, kind: String, job: String?, payload: String) -> EntryChecksum {
        var next = self
        next.add(sequence)
        next.add(UInt64(bitPattern: time.milliseconds))
        next.add(kind)
        next.add(job ?? "")
        next.add(payload)
        return next
    }

    /// Of a block: eight bytes a step.
    func following(first: UInt64, last: UInt64, time: Timestamp, body: [UInt8]) -> EntryChecksum {
        var next = self
        next.add(word: first)
        next.add(word: last)
        next.add(word: UInt64(bitPattern: time.milliseconds))
        next.add(word: UInt64(body.count))
        var offset = 0
        while offset < body.count {
            var word: UInt64 = 0
            for index in offset..<min(offset + 8, body.count) { word = word << 8 | UInt64(body[index]) }
            next.add(word: word)
            offset += 8
        }
        return next
    }

    /// As FNV-1a, but the upper half is mixed into the lower one, where a product alone never brings it.
    private mutating func add(word: UInt64) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
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
