import BerthModel
import BerthPlacement
import FoundationEssentials

/// What a run of the placement benchmark measured, with the keys of its JSON.
package struct PlacementReport: Codable, Sendable {
    package var nodes: Int
    package var devices: Int
    package var threads: Int
    package var core: String
    package var victims: String
    package var seed: UInt64
    package var secondsPerRun: Double
    /// Of all devices, in use at the end.
    package var utilisation: Double
    package var placementsPerSecond: Double
    package var releasesPerSecond: Double
    /// Placements a second in each fifth of the first run.
    package var slicesPerSecond: [Double]
    /// Of a placement or a refusal, two readings of the clock included.
    package var p50: Double
    package var p99: Double
    package var p999: Double
    package var p9999: Double
    /// What two readings of the clock take by themselves: nothing is subtracted for them.
    package var clock: Double
    /// Jobs that found no room or no watts.
    package var failed: Int
    package var probesPerPlacement: Double
    package var bytesPerNode: Double
    /// Placements of a part of a device, in percent.
    package var partitions: Double
    package var invariants: String

    enum CodingKeys: String, CodingKey {
        case nodes, devices, threads, core, victims, seed, utilisation, failed, partitions, invariants
        case secondsPerRun = "seconds_per_run"
        case placementsPerSecond = "placements_per_second"
        case releasesPerSecond = "releases_per_second"
        case slicesPerSecond = "slices_per_second"
        case p50 = "p50_ns"
        case p99 = "p99_ns"
        case p999 = "p999_ns"
        case p9999 = "p9999_ns"
        case clock = "clock_ns"
        case probesPerPlacement = "probes_per_placement"
        case bytesPerNode = "bytes_per_node"
    }

    init(_ bench: PlacementBench, _ fleet: MixedFleet, bytes: Int, _ results: [WorkerResult], faults: [String]) {
        nodes = fleet.fleet.nodes.count
        devices = fleet.deviceCount
        threads = bench.threads
        core = bench.core.rawValue
        victims = bench.victims.rawValue
        seed = bench.seed
        secondsPerRun = bench.seconds
        let used = results.reduce(0) { $0 + $1.devicesInUse }
        utilisation = Double(used) / Double(max(1, devices))
        placementsPerSecond = results.reduce(0) { $0 + Double($1.placements) / $1.seconds }
        releasesPerSecond = results.reduce(0) { $0 + Double($1.releases) / $1.seconds }
        slicesPerSecond = (0..<PlacementBench.slices).map { slice in results.reduce(0) { $0 + $1.slices[slice] } }
        var latency = LatencyHistogram()
        for result in results { latency.merge(result.latency) }
        p50 = latency.quantile(0.5)
        p99 = latency.quantile(0.99)
        p999 = latency.quantile(0.999)
        p9999 = latency.quantile(0.9999)
        clock = PlacementReport.clockCost()
        failed = results.reduce(0) { $0 + $1.failed }
        let placements = results.reduce(0) { $0 + $1.placements }
        probesPerPlacement = Double(results.reduce(0) { $0 + $1.probes }) / Double(max(1, placements))
        bytesPerNode = Double(bytes) / Double(max(1, nodes))
        partitions = Double(results.reduce(0) { $0 + $1.partitions }) * 100 / Double(max(1, placements))
        invariants = faults.isEmpty ? "ok" : faults.prefix(5).joined(separator: "; ")
    }

    /// The median time between two readings of the clock, in nanoseconds.
    private static func clockCost() -> Double {
        let clock = ContinuousClock()
        let costs = (0..<1001).map { _ in
            let start = clock.now
            return (clock.now - start).nanoseconds
        }
        return Double(costs.sorted()[costs.count / 2])
    }
}
