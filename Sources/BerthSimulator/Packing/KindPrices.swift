/// How much scarcer each kind of node is than its like: demand over supply, less one.
///
/// Demand is what arrived, by the set of kinds that it may use, scaled to all that is free; each set's demand is poured onto its kinds so
/// that their levels are as equal as they can be. Supply is what is free. Where everything may go everywhere all prices are zero.
struct KindPrices: Sendable {
    private static let priceMax: Float = 3
    private static let sweepsMax = 12
    /// Pouring ends when no level moves more than this.
    private static let levelChangeMin: Float = 0.002

    private(set) var prices: [Float]
    /// Thousandths free on each kind.
    private var supply: [Float]
    private let setOfSpec: [Int]
    private let sets: [UInt64]
    /// Thousandths asked for, by set.
    private var demand: [Float]

    init(_ fleet: PackingFleet, _ specs: [PackingSpec]) {
        prices = [Float](repeating: 0, count: fleet.kinds.count)
        supply = prices
        for node in fleet.nodes { supply[Int(node.kind)] += Float(node.gpuMilli) }
        let masks = specs.map { spec in
            fleet.kinds.indices.reduce(UInt64(0)) { mask, kind in
                spec.allows(fleet.kinds[kind].model) && Int(spec.gpuCount) <= fleet.kinds[kind].gpuCount ? mask | 1 << UInt64(kind) : mask
            }
        }
        sets = Set(masks).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(sets, sets.indices))
        setOfSpec = masks.map { places[$0] ?? 0 }
        demand = [Float](repeating: 0, count: sets.count)
    }

    mutating func arrived(_ spec: Int, gpuMilli: Int) { demand[setOfSpec[spec]] += Float(gpuMilli) }
    mutating func placed(on kind: Int, gpuMilli: Int) { supply[kind] -= Float(gpuMilli) }

    /// - Complexity: O(sweeps × sets × kinds).
    mutating func refresh() {
        let (free, asked) = (supply.reduce(0, +), demand.reduce(0, +))
        for kind in prices.indices { prices[kind] = 0 }
        guard free > 0, asked > 0, demand.count(where: { $0 > 0 }) > 1 else { return }
        let kinds = supply.count
        var level = [Float](repeating: 0, count: kinds)
        var poured = [Float](repeating: 0, count: sets.count * kinds)
        for _ in 0..<KindPrices.sweepsMax {
            var change: Float = 0
            for set in sets.indices where demand[set] > 0 {
                change = max(change, pour(set, demand[set] * free / asked, &level, &poured))
            }
            if change < KindPrices.levelChangeMin { break }
        }
        for kind in prices.indices where supply[kind] > 0 {
            prices[kind] = max(-KindPrices.priceMax, min(KindPrices.priceMax, level[kind] - 1))
        }
    }

    /// Pours one set's demand anew over its kinds, and returns the largest change of a level.
    private func pour(_ set: Int, _ amount: Float, _ level: inout [Float], _ poured: inout [Float]) -> Float {
        let first = set * supply.count
        var open: UInt64 = 0
        for kind in supply.indices where sets[set] >> UInt64(kind) & 1 == 1 && supply[kind] > 0 {
            open |= 1 << UInt64(kind)
            level[kind] -= poured[first + kind]
        }
        // Kinds above the common level get nothing; leaving them out lowers it, so that more may fall out.
        var (common, before) = (Float(0), UInt64(0))
        while open != before, open != 0 {
            before = open
            var (room, held) = (Float(0), amount)
            for kind in supply.indices where open >> UInt64(kind) & 1 == 1 {
                room += supply[kind]
                held += level[kind] * supply[kind]
            }
            common = held / room
            for kind in supply.indices where open >> UInt64(kind) & 1 == 1 && level[kind] >= common { open &= ~(1 << UInt64(kind)) }
        }
        var change: Float = 0
        for kind in supply.indices where sets[set] >> UInt64(kind) & 1 == 1 && supply[kind] > 0 {
            let part = open >> UInt64(kind) & 1 == 1 ? common - level[kind] : 0
            change = max(change, (part - poured[first + kind]).magnitude)
            level[kind] += part
            poured[first + kind] = part
        }
        return change
    }
}
