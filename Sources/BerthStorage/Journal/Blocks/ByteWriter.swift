/// Bytes of a block: numbers of seven bits a byte, the lowest first, and texts and parts with their length before them.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// - Precondition: `count` is not negative.
    mutating func put(count: Int) { put(number: UInt64(count)) }

    /// Numbers near zero are short, also those below it.
    mutating func put(signed number: Int64) { put(number: UInt64(bitPattern: number << 1 ^ number >> 63)) }

    mutating func put(text: String) {
        put(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(part: [UInt8]) {
        put(count: part.count)
        bytes.append(contentsOf: part)
    }

    mutating func put(all other: [UInt8]) { bytes.append(contentsOf: other) }

    /// Its room is kept for what comes next.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}
