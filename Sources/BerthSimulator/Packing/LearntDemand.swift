/// What has arrived so far, by spec: all that the rule knows of what will come.
///
/// It starts with nothing. Tables are made of it when arrivals have doubled, so that their cost a decision falls; later after a fixed
/// number of arrivals, and old ones then lose half their weight.
struct LearntDemand: Sendable {
    private static let firstTables = 32
    /// A spec's weight, halved as it ages.
    private(set) var weights: [Float]
    /// Arrivals, all together.
    private(set) var count = 0
    private var tablesDue = LearntDemand.firstTables
    /// Arrivals after which tables are made anew at the latest.
    private let intervalMax: Int

    init(specs: Int, nodes: Int) {
        weights = [Float](repeating: 0, count: specs)
        intervalMax = max(8192, 8 * nodes)
    }

    mutating func arrived(_ spec: Int) {
        weights[spec] += 1
        count += 1
    }

    /// Whether it is time for tables. Asked once an arrival.
    mutating func isDue() -> Bool {
        guard count == tablesDue else { return false }
        tablesDue += min(count, intervalMax)
        if count >= 2 * intervalMax { for spec in weights.indices { weights[spec] /= 2 } }
        return true
    }
}
