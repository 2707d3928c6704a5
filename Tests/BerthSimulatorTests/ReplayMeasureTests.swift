import BerthModel
import Testing

@testable import BerthSimulator

@Suite("measures of a replay")
struct ReplayMeasureTests {
    @Test("quantiles of spans are off by 0.2 % at most, whatever their size; the mean is exact", arguments: 1...4 as ClosedRange<UInt64>)
    func histogram(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var (histogram, all) = (SpanHistogram(), [Int64]())
        for _ in 0..<5000 {
            let span = Int64(random.next() >> (14 + random.below(50)))
            all.append(span)
            histogram.add(milliseconds: span)
        }
        all.sort()
        for part in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(all[max(0, Int((part * 5000).rounded(.up)) - 1)]) / 1000
            let found = try #require(histogram.quantile(part))
            #expect(abs(found - exact) <= exact * 0.002, "seed \(seed), \(part): \(found), not \(exact)")
        }
        let mean = all.reduce(0.0) { $0 + Double($1) } / 5_000_000
        #expect(abs((histogram.meanSeconds ?? 0) - mean) <= mean * 1e-12)
        #expect(histogram.cumulative.last?.part == 1)
        #expect(SpanHistogram().quantile(0.5) == nil && SpanHistogram().meanSeconds == nil)
    }

    @Test("a quantity over time has its mean in each interval, also when intervals were joined")
    func timeline() {
        let start = Timestamp(milliseconds: 5_000)
        var line = Timeline(start: start, length: .seconds(10))
        let channel = line.addChannel()
        line.set(channel, to: 4, at: start + .seconds(5))
        line.set(channel, to: 1, at: start + .seconds(15))
        line.close(at: start + .seconds(30))
        #expect(line.points(channel).map(\.value) == [2, 2.5, 1])
        #expect(line.points(channel).map { ($0.hours * 3600).rounded() } == [5, 15, 25])
        #expect(line.mean(channel) == 55.0 / 30)
        line.set(channel, to: 0, at: start + .seconds(20_000))
        line.close(at: start + .seconds(40_000))
        #expect(line.points(channel).count <= Timeline.intervalsMax)
        #expect(abs(line.mean(channel) - Double(40 + 19_985) / 40_000) < 1e-9)
    }

    @Test("what is due comes in order of time, and of one moment in the order in which it was added")
    func heap() {
        var heap = MomentHeap<Int>()
        for value in [30, 10, 20, 11, 31] { heap.add(value, at: Timestamp(milliseconds: Int64(value / 10))) }
        #expect(heap.pop(until: Timestamp(milliseconds: 0)) == nil)
        var kept = heap.mapped { $0 == 20 ? nil : $0 }
        var order: [Int] = []
        while let value = heap.pop(until: Timestamp(milliseconds: 9)) { order.append(value) }
        #expect(order == [10, 11, 20, 30, 31])
        order = []
        while let value = kept.pop(until: Timestamp(milliseconds: 9)) { order.append(value) }
        #expect(order == [10, 11, 30, 31])
    }

    @Test("figures have digits in threes and as many decimals as asked")
    func figures() {
        #expect(FigureText.text(1_234_567.891, decimals: 1) == "1,234,567.9")
        #expect(FigureText.text(0.005, decimals: 2, isSigned: true) == "+0.01")
        #expect(FigureText.text(-0.001, decimals: 2, isSigned: true) == "0.00")
        #expect(FigureText.text(-12, isSigned: true) == "-12")
        #expect(FigureText.text(.nan) == "-" && FigureText.text(nil) == "-" && FigureText.text(1e300) == "-")
    }

    @Test("logarithms of axes are right over their whole range")
    func logarithm() {
        for (value, expected) in [(1.0, 0.0), (10, 1), (1e-3, -3), (2, 0.301_029_995_663_981_2), (8.64e9, 9.936_513_742_478_893)] {
            #expect(abs(Logarithm.base10(value) - expected) < 1e-9)
        }
    }
}
