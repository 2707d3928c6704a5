/// Counts of durations, in nanoseconds, at a resolution of 1/32 of an octave.
package struct LatencyHistogram: Sendable {
    private var counts = [UInt64](repeating: 0, count: 64 * 32)
    package private(set) var total: UInt64 = 0

    package init() {}

    @inline(__always)
    package mutating func record(_ nanoseconds: Int64) {
        let value = UInt64(max(32, nanoseconds))
        let exponent = 63 - value.leadingZeroBitCount
        counts[exponent << 5 | Int(value >> UInt64(exponent - 5) & 31)] &+= 1
        total &+= 1
    }

    package mutating func merge(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        total &+= other.total
    }

    /// The upper edge of the step in which the quantile lies; 0 for an empty histogram.
    package func quantile(_ quantile: Double) -> Double {
        let rank = quantile * Double(total)
        var sum: UInt64 = 0
        for (index, count) in counts.enumerated() where count > 0 {
            sum += count
            if Double(sum) >= rank { return Double((33 + index & 31) << (index >> 5)) / 32 }
        }
        return 0
    }
}
