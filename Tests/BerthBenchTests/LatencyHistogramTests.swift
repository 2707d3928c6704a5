import BerthBench
import BerthModel
import Testing

@Suite("Latency histogram")
struct LatencyHistogramTests {
    private static func durations() -> [Int64] {
        var random = SplitMix(seed: 5)
        // From tens of nanoseconds to seconds, as many in each octave.
        return (0..<20_000).map { _ in Int64(32 + random.below(32)) << Int64(random.below(26)) }
    }

    @Test("a quantile is at most one step above that of the sorted durations", arguments: [0.01, 0.5, 0.9, 0.99, 0.999, 1])
    func quantiles(quantile: Double) {
        let durations = LatencyHistogramTests.durations()
        var histogram = LatencyHistogram()
        for duration in durations { histogram.record(duration) }
        let sorted = durations.sorted()
        let exact = Double(sorted[max(0, Int((quantile * Double(sorted.count)).rounded(.up)) - 1)])
        #expect(histogram.quantile(quantile) > exact)
        #expect(histogram.quantile(quantile) <= exact * (1 + 1.0 / 32))
    }

    @Test("two merged histograms are the histogram of both")
    func merging() {
        let durations = LatencyHistogramTests.durations()
        var (whole, left, right) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
        for (place, duration) in durations.enumerated() {
            whole.record(duration)
            if place.isMultiple(of: 3) { left.record(duration) } else { right.record(duration) }
        }
        left.merge(right)
        #expect(left.total == 20_000)
        for quantile in [0.1, 0.5, 0.99] { #expect(left.quantile(quantile) == whole.quantile(quantile)) }
    }

    @Test("an empty histogram has quantiles of 0, and durations out of its range are counted at its ends")
    func ends() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(0.5) == 0)
        histogram.record(-5)
        #expect(histogram.quantile(1) == 33)
        histogram.record(.max)
        #expect(histogram.quantile(1) == 0x1p63)
        #expect(histogram.total == 2)
    }
}
