/// Spans of time, kept by size: memory is bounded, and a quantile is off by 0.2 % at most. The mean is exact.
package struct SpanHistogram: Sendable {
    /// Buckets of one octave: each is 1/512 of its lower bound wide.
    private static let octaveBits = 9

    package private(set) var count = 0
    private var sumMilliseconds = 0.0
    package private(set) var maxSeconds = 0.0
    private var buckets: [Int64: Int] = [:]

    package init() {}

    /// - Parameter milliseconds: 0 and up.
    mutating func add(milliseconds: Int64) {
        let value = max(0, milliseconds)
        count += 1
        sumMilliseconds += Double(value)
        maxSeconds = max(maxSeconds, Double(value) / 1000)
        buckets[SpanHistogram.bucket(value), default: 0] += 1
    }

    private static func bucket(_ value: Int64) -> Int64 {
        guard value >= 1 << octaveBits else { return value }
        let shift = Int64(63 - value.leadingZeroBitCount - octaveBits)
        return (shift + 1) << octaveBits + (value >> shift - 1 << octaveBits)
    }

    /// The middle of a bucket.
    private static func milliseconds(_ bucket: Int64) -> Double {
        guard bucket >= 1 << octaveBits else { return Double(bucket) }
        let shift = bucket >> octaveBits - 1
        let low = (bucket & (1 << octaveBits - 1) + 1 << octaveBits) << shift
        return Double(low) + Double((Int64(1) << shift) - 1) / 2
    }

    package var meanSeconds: Double? { count == 0 ? nil : sumMilliseconds / 1000 / Double(count) }

    /// - Parameter part: 0…1.
    /// - Complexity: O(buckets log buckets), of which there are some thousands.
    package func quantile(_ part: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, Int((part * Double(count)).rounded(.up)))
        var seen = 0
        for (bucket, held) in buckets.sorted(by: { $0.key < $1.key }) {
            seen += held
            if seen >= rank { return min(SpanHistogram.milliseconds(bucket) / 1000, maxSeconds) }
        }
        return maxSeconds
    }

    /// Seconds, and the part of all that is not above them, ascending; every bucket that holds one.
    package var cumulative: [(seconds: Double, part: Double)] {
        var seen = 0
        return buckets.sorted { $0.key < $1.key }.map { bucket, held in
            seen += held
            return (SpanHistogram.milliseconds(bucket) / 1000, Double(seen) / Double(count))
        }
    }
}
