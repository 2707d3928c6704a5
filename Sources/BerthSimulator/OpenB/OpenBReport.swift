/// The figures of one replay of openb, with the keys of its JSON.
package struct OpenBReport: Encodable, Sendable {
    package static let allocationMarks = [100, 130]
    package static let fragmentationMarks = [80, 90]
    package static let powerMarks = [20, 50, 80]

    package var scenario = "openb"
    /// The rule, or the policy that says which.
    package var rule: String
    package var nodes: Int
    package var gpus: Int
    package var pods: Int
    package var arrivals: Int
    package var placed: Int
    package var rejected: Int
    /// Pods of the list that no empty node holds: they arrive, and are rejected.
    package var tooLarge: Int
    /// The first of them, by name.
    package var tooLargeFirst: [String]
    package var outOfOrder: Int
    package var requestedPercent: Double
    /// By percent of the GPU asked for; without what was not reached.
    package var allocationPercent: [String: Double]
    package var fragmentationPercent: [String: Double]
    package var powerKilowatts: [String: Double]
    package var decisionsPerSecond: Double
    package var p50Microseconds: Double
    package var p99Microseconds: Double
    package var points: [OpenBPoint]

    enum CodingKeys: String, CodingKey {
        case scenario, rule, nodes, gpus, pods, arrivals, placed, rejected, points
        case tooLarge = "too_large"
        case tooLargeFirst = "too_large_first"
        case outOfOrder = "out_of_order"
        case requestedPercent = "requested_percent"
        case allocationPercent = "allocation_percent"
        case fragmentationPercent = "fragmentation_percent"
        case powerKilowatts = "power_kw"
        case decisionsPerSecond = "decisions_per_second"
        case p50Microseconds = "p50_us"
        case p99Microseconds = "p99_us"
    }

    /// Of published arrivals the last pod stands just below 130 %: a mark counts as reached within so many percent.
    private static let reach = 0.5

    init(
        name: String, fleet: PackingFleet, demand: PackingDemand, result: PackingResult, requestedPercent: Double, points: [OpenBPoint],
        nanoseconds: [Int64]
    ) {
        rule = name
        (nodes, gpus, pods) = (fleet.nodes.count, fleet.gpuMilli / 1000, demand.pods.count)
        (placed, rejected) = (result.placedCount, result.rejectedCount)
        arrivals = placed + rejected
        (tooLarge, outOfOrder) = (demand.tooLarge.count, demand.outOfOrderCount)
        tooLargeFirst = Array(demand.tooLarge.prefix(ImportReport.listedMax))
        self.requestedPercent = requestedPercent
        self.points = points
        func marks(_ values: [Double], _ marks: [Int]) -> [String: Double] {
            let reached = zip(marks, values).filter { Double($0.0) <= requestedPercent + OpenBReport.reach }
            return Dictionary(uniqueKeysWithValues: reached.map { ("\($0)", $1) })
        }
        allocationPercent = marks(result.allocations, OpenBReport.allocationMarks)
        powerKilowatts = marks(result.kilowatts, OpenBReport.powerMarks)
        fragmentationPercent = marks(
            OpenBReport.fragmentationMarks.compactMap { mark in points.first { $0.percent >= mark }?.fragmentationPercent },
            OpenBReport.fragmentationMarks)
        let sorted = nanoseconds.sorted()
        func quantile(_ part: Int) -> Double { sorted.isEmpty ? 0 : Double(sorted[(sorted.count - 1) * part / 100]) / 1000 }
        decisionsPerSecond = Double(sorted.count) * 1e9 / Double(max(1, sorted.reduce(0, +)))
        (p50Microseconds, p99Microseconds) = (quantile(50), quantile(99))
    }
}
