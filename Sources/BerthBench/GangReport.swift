import FoundationEssentials

/// What a run of the gang benchmark measured, with the keys of its JSON.
package struct GangReport: Codable, Sendable {
    /// What one thread measured.
    struct Part: Sendable {
        var gangs = 0
        var refused = 0
        var racks = 0
        var conflicts = 0
        var seconds = 0.0
        var latency = LatencyHistogram()
    }

    package var gangsPerSecond: Double
    package var p50: Double
    package var p99: Double
    package var refused: Int
    /// Members that another claimer took first.
    package var conflictAborts: Int
    package var racksPerGang: Double
    package var invariants: String

    enum CodingKeys: String, CodingKey {
        case refused, invariants
        case gangsPerSecond = "gangs_per_second"
        case p50 = "p50_us"
        case p99 = "p99_us"
        case conflictAborts = "conflict_aborts"
        case racksPerGang = "racks_per_gang"
    }

    init(_ bench: GangBench, _ parts: [Part], faults: [String]) {
        gangsPerSecond = parts.reduce(0) { $0 + Double($1.gangs) / $1.seconds }
        var latency = LatencyHistogram()
        for part in parts { latency.merge(part.latency) }
        p50 = latency.quantile(0.5) / 1000
        p99 = latency.quantile(0.99) / 1000
        refused = parts.reduce(0) { $0 + $1.refused }
        conflictAborts = parts.reduce(0) { $0 + $1.conflicts }
        racksPerGang = Double(parts.reduce(0) { $0 + $1.racks }) / Double(max(1, parts.reduce(0) { $0 + $1.gangs }))
        invariants = faults.isEmpty ? "ok" : faults.prefix(5).joined(separator: "; ")
    }
}
