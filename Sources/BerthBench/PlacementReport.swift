import BerthModel
import BerthPlacement
import FoundationEssentials

/// What a run of the placement benchmark measured, with the keys of its JSON.
package struct PlacementReport: Codable, Sendable {
    package var nodes: Int
    package var devices: Int
    package var threads: Int
    package var placementsPerSecond: Double
    package var releasesPerSecond: Double
    package var p50: Double
    package var p99: Double
    package var p999: Double
    package var failed: Int
    package var probesPerPlacement: Double
    package var bytesPerNode: Double
    package var invariants: String

    enum CodingKeys: String, CodingKey {
        case nodes, devices, threads, failed, invariants
        case placementsPerSecond = "placements_per_second"
        case releasesPerSecond = "releases_per_second"
        case p50 = "p50_ns"
        case p99 = "p99_ns"
        case p999 = "p999_ns"
        case probesPerPlacement = "probes_per_placement"
        case bytesPerNode = "bytes_per_node"
    }

    init(_ bench: PlacementBench, _ fleet: MixedFleet, _ engine: PlacementEngine, _ results: [PlacementWorker.Result]) {
        nodes = fleet.fleet.nodes.count
        devices = fleet.deviceCount
        threads = bench.threads
        placementsPerSecond = results.reduce(0) { $0 + Double($1.placements) / $1.seconds }
        releasesPerSecond = results.reduce(0) { $0 + Double($1.releases) / $1.seconds }
        var latency = LatencyHistogram()
        for result in results { latency.merge(result.latency) }
        p50 = latency.quantile(0.5)
        p99 = latency.quantile(0.99)
        p999 = latency.quantile(0.999)
        failed = results.reduce(0) { $0 + $1.failed }
        let placements = results.reduce(0) { $0 + $1.placements }
        probesPerPlacement = Double(results.reduce(0) { $0 + $1.probes }) / Double(max(1, placements))
        bytesPerNode = Double(engine.bytes) / Double(nodes)
        let faults = engine.faults(holding: results.flatMap(\.live))
        invariants = faults.isEmpty ? "ok" : faults.prefix(5).joined(separator: "; ")
    }
}
