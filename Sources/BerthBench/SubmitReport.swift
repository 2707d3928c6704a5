/// What a run of the submission benchmark measured, with the keys of its JSON.
package struct SubmitReport: Codable, Sendable {
    /// Jobs that were sent.
    package var jobs: Int
    package var batch: Int
    package var clients: Int
    /// Whether each job was another.
    package var distinct: Bool
    package var nodes: Int
    /// Jobs that the daemon answered with an id: each was on its disk by then.
    package var acknowledged: Int
    /// Jobs that the daemon refused.
    package var refused: Int
    /// Acknowledged jobs of which the daemon's journal has not all three: submission, placement and a successful end.
    package var lost: Int
    /// From the first request to the last answer.
    package var submitSeconds: Double
    /// From the first request until no job of the run waited or ran.
    package var seconds: Double
    /// Over `submitSeconds`.
    package var acknowledgedPerSecond: Double
    /// Jobs that the journal has placements of, over `seconds`.
    package var placedPerSecond: Double
    /// Of one request with its whole batch, in milliseconds.
    package var p50: Double
    package var p99: Double
    /// Entries of the daemon's journal that the run made.
    package var entries: Int

    enum CodingKeys: String, CodingKey {
        case jobs, batch, clients, distinct, nodes, acknowledged, refused, lost, seconds, entries
        case submitSeconds = "submit_seconds"
        case acknowledgedPerSecond = "acknowledged_per_second"
        case placedPerSecond = "placed_per_second"
        case p50 = "submit_p50_ms"
        case p99 = "submit_p99_ms"
    }

    /// - Parameters:
    ///   - submit, total: seconds, above 0.
    ///   - latency: of the requests, in nanoseconds.
    package init(
        _ bench: SubmitBench, nodes: Int, sent: Int, acknowledged: Int, placed: Int, lost: Int, entries: Int, submit: Double, total: Double,
        latency: LatencyHistogram
    ) {
        precondition(submit > 0 && total >= submit, "a run takes time: \(submit) s of \(total) s")
        jobs = sent
        batch = bench.batch
        clients = bench.clients
        distinct = bench.isDistinct
        self.nodes = nodes
        self.acknowledged = acknowledged
        refused = sent - acknowledged
        self.lost = lost
        self.entries = entries
        submitSeconds = submit
        seconds = total
        acknowledgedPerSecond = Double(acknowledged) / submit
        placedPerSecond = Double(placed) / total
        p50 = latency.quantile(0.5) / 1e6
        p99 = latency.quantile(0.99) / 1e6
    }
}
