import BerthModel

/// All luck of a run: one seed gives all of it again.
struct Chance {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// 0..<bound; 0 for a bound below 1.
    mutating func below(_ bound: Int) -> Int { bound > 0 ? random.below(bound) : 0 }

    /// Both ends included.
    mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

    /// True so many times in a million.
    mutating func happens(perMillion: Int) -> Bool { random.below(1_000_000) < perMillion }

    mutating func happens(percent: Int) -> Bool { random.below(100) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        precondition(!elements.isEmpty, "a choice among nothing")
        return elements[random.below(elements.count)]
    }

    mutating func seed() -> UInt64 { random.next() }
}
