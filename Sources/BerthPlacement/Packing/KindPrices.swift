/// How much scarcer each group of nodes is than its like: demand over supply, less one.
///
/// Demand is what arrived, by the set of groups that it may use, scaled to all that is free; each set's demand is poured onto its groups so
/// that their levels are as equal as they can be. Supply is what is free. Where everything may go everywhere all prices are zero.
struct KindPrices: Sendable {
    private static let priceMax: Float = 3
    private static let sweepsMax = 12
    /// Pouring ends when no level moves more than this.
    private static let levelChangeMin: Float = 0.002
    /// Groups that are told apart: a set is a word. What comes beyond shares the last.
    static let groupsMax = 64

    private(set) var prices: [Float]

    init(groups: Int) { prices = [Float](repeating: 0, count: groups) }

    /// - Parameters:
    ///   - supply: thousandths free on each group.
    ///   - demand: thousandths asked for, by set; the sets ascending.
    /// - Complexity: O(sweeps × sets × groups).
    mutating func refresh(supply: [Float], demand: [(set: UInt64, gpuMilli: Float)]) {
        let (free, asked) = (supply.reduce(0, +), demand.reduce(0) { $0 + $1.gpuMilli })
        for group in prices.indices { prices[group] = 0 }
        guard free > 0, asked > 0, demand.count > 1 else { return }
        var level = [Float](repeating: 0, count: supply.count)
        var poured = [Float](repeating: 0, count: demand.count * supply.count)
        for _ in 0..<KindPrices.sweepsMax {
            var change: Float = 0
            for (number, part) in demand.enumerated() {
                change = max(
                    change, KindPrices.pour(part.set, part.gpuMilli * free / asked, number * supply.count, supply, &level, &poured))
            }
            if change < KindPrices.levelChangeMin { break }
        }
        for group in prices.indices where supply[group] > 0 {
            prices[group] = max(-KindPrices.priceMax, min(KindPrices.priceMax, level[group] - 1))
        }
    }

    /// Pours one set's demand anew over its groups, and returns the largest change of a level.
    private static func pour(
        _ set: UInt64, _ amount: Float, _ first: Int, _ supply: [Float], _ level: inout [Float], _ poured: inout [Float]
    ) -> Float {
        var open: UInt64 = 0
        for group in supply.indices where set >> UInt64(group) & 1 == 1 && supply[group] > 0 {
            open |= 1 << UInt64(group)
            level[group] -= poured[first + group]
        }
        // Groups above the common level get nothing; leaving them out lowers it, so that more may fall out.
        var (common, before) = (Float(0), UInt64(0))
        while open != before, open != 0 {
            before = open
            var (room, held) = (Float(0), amount)
            for group in supply.indices where open >> UInt64(group) & 1 == 1 {
                room += supply[group]
                held += level[group] * supply[group]
            }
            common = held / room
            for group in supply.indices where open >> UInt64(group) & 1 == 1 && level[group] >= common { open &= ~(1 << UInt64(group)) }
        }
        var change: Float = 0
        for group in supply.indices where set >> UInt64(group) & 1 == 1 && supply[group] > 0 {
            let part = open >> UInt64(group) & 1 == 1 ? common - level[group] : 0
            change = max(change, (part - poured[first + group]).magnitude)
            level[group] += part
            poured[first + group] = part
        }
        return change
    }
}
