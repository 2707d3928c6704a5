import NIOCore

/// The lines of an NDJSON body that are not empty, without a copy of any of them.
struct BatchLines: Sendable {
    let bytes: [UInt8]
    /// Of each line among the bytes, and its number from 1.
    private var ranges: [(range: Range<Int>, number: Int)] = []

    /// - Complexity: O(bytes).
    init(_ body: ByteBuffer) {
        bytes = Array(body.readableBytesView)
        var (start, number) = (0, 0)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            if bytes[start..<end].contains(where: { $0 > 0x20 }) { ranges.append((start..<end, number)) }
            start = end + 1
        }
    }

    var count: Int { ranges.count }

    /// The number of the line in the body, from 1.
    func number(_ index: Int) -> Int { ranges[index].number }

    func range(_ index: Int) -> Range<Int> { ranges[index].range }
}
