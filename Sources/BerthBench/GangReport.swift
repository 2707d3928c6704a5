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

    package var nodes: Int
    package var threads: Int
    package var kind: String
    package var members: Int
    package var slots: Int
    /// Gangs that the free racks hold.
    package var freeGangs: Double
    package var seed: UInt64
    package var seconds: Double
    package var gangsPerSecond: Double
    /// Of a placement of a gang or a refusal, in microseconds.
    package var p50: Double
    package var p99: Double
    package var p999: Double
    /// Gangs that found no room.
    package var refused: Int
    /// Members that another claimer took first.
    package var conflictAborts: Int
    /// Of the gangs that were placed, on average; 0 where none was.
    package var racksPerGang: Double
    /// The fewest racks that hold a gang.
    package var racksLeast: Int
    package var invariants: String

    enum CodingKeys: String, CodingKey {
        case nodes, threads, kind, members, slots, seed, seconds, refused, invariants
        case freeGangs = "free_gangs"
        case gangsPerSecond = "gangs_per_second"
        case p50 = "p50_us"
        case p99 = "p99_us"
        case p999 = "p999_us"
        case conflictAborts = "conflict_aborts"
        case racksPerGang = "racks_per_gang"
        case racksLeast = "racks_least"
    }

    init(_ bench: GangBench, _ fleet: GangFleet, _ parts: [Part]) {
        nodes = bench.nodes
        threads = bench.threads
        kind = fleet.kind
        members = bench.members
        slots = bench.slots
        freeGangs = Double(fleet.freeMembers) / Double(fleet.members)
        seed = bench.seed
        seconds = bench.seconds
        gangsPerSecond = parts.reduce(0) { $0 + Double($1.gangs) / $1.seconds }
        var latency = LatencyHistogram()
        for part in parts { latency.merge(part.latency) }
        p50 = latency.quantile(0.5) / 1000
        p99 = latency.quantile(0.99) / 1000
        p999 = latency.quantile(0.999) / 1000
        refused = parts.reduce(0) { $0 + $1.refused }
        conflictAborts = parts.reduce(0) { $0 + $1.conflicts }
        racksPerGang = Double(parts.reduce(0) { $0 + $1.racks }) / Double(max(1, parts.reduce(0) { $0 + $1.gangs }))
        racksLeast = fleet.racksLeast
        let faults = fleet.faults()
        invariants = faults.isEmpty ? "ok" : faults.prefix(5).joined(separator: "; ")
    }
}
