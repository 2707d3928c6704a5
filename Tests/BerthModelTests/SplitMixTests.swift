import BerthModel
import Testing

@Suite("SplitMix")
struct SplitMixTests {
    @Test("numbers below a bound cover its range evenly", arguments: [7, 10, 100])
    func below(bound: Int) {
        var random = SplitMix(seed: 11)
        var counts = [Int](repeating: 0, count: bound)
        let draws = 10_000 * bound
        for _ in 0..<draws { counts[random.below(bound)] += 1 }
        // 10,000 expected in each, of a deviation of 100: six of them are never reached by a fair generator of this seed.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 600 }, "\(counts)")
    }

    @Test("numbers below a large bound reach both ends of its range")
    func ends() {
        var random = SplitMix(seed: 3)
        let numbers = (0..<100_000).map { _ in random.below(1_000_000) }
        #expect(numbers.allSatisfy { 0..<1_000_000 ~= $0 })
        #expect((numbers.min() ?? .max) < 1000)
        #expect((numbers.max() ?? 0) > 999_000)
    }

    @Test("one seed gives one stream, and another seed another")
    func seeds() {
        func stream(_ seed: UInt64) -> [UInt64] {
            var random = SplitMix(seed: seed)
            return (0..<100).map { _ in random.next() }
        }
        #expect(stream(1) == stream(1))
        #expect(stream(1) != stream(2))
    }
}
