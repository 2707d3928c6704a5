import BerthPlacement

/// What one thread of the placement benchmark measured.
struct WorkerResult: Sendable {
    var placements = 0
    var releases = 0
    /// Placements of a part of a device.
    var partitions = 0
    var failed = 0
    var probes = 0
    var seconds = 0.0
    /// Placements a second in each slice of the run.
    var slices: [Double] = []
    /// Placements of the second run, refused ones included.
    var latency = LatencyHistogram()
    /// Devices of everything that it holds at the end.
    var devicesInUse = 0
    /// What it holds at the end, where an engine placed it.
    var live: [Claim] = []
}
