import NIOCore

/// The lines of an NDJSON body that are not empty, without a copy of any of them.
struct BatchLines: Sendable {
    private let body: ByteBuffer
    /// Offsets of each line, and its number from 1.
    private var ranges: [(range: Range<Int>, number: Int)] = []

    /// - Complexity: O(bytes).
    init(_ body: ByteBuffer) {
        self.body = body
        let view = body.readableBytesView
        var (start, number) = (view.startIndex, 0)
        while start < view.endIndex {
            let end = view[start...].firstIndex(of: UInt8(ascii: "\n")) ?? view.endIndex
            number += 1
            if view[start..<end].contains(where: { $0 > 0x20 }) { ranges.append((start..<end, number)) }
            start = end + 1
        }
    }

    var count: Int { ranges.count }

    /// The number of the line in the body, from 1.
    func number(_ index: Int) -> Int { ranges[index].number }

    func bytes(_ index: Int) -> [UInt8] { Array(body.readableBytesView[ranges[index].range]) }
}
