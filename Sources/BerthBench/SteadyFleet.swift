import BerthPlacement

/// A fleet that is kept at its utilisation by one thread, a given number of jobs at a time: what the benchmarks with limits and the
/// counter of calls run.
package struct SteadyFleet: ~Copyable {
    private let engine: PlacementEngine
    private var worker: PlacementWorker

    /// Builds the engine and fills it.
    /// - Parameter bench: of one thread, on the lock-free engine.
    package init(_ bench: PlacementBench) {
        precondition(bench.threads == 1 && bench.core == .lockFree, "a steady fleet has one thread on the engine itself")
        let fleet = MixedFleet(nodes: bench.nodes, powerBound: bench.powerBound ?? 1, agencies: bench.agencies)
        engine = PlacementEngine(fleet.fleet)
        worker = PlacementWorker(engine, nil, fleet, JobMix(fleet, seed: bench.seed), number: 0, bench)
        worker.fill()
    }

    /// Places this many jobs, those included that find no room or no watts, and ends as many as keep the utilisation.
    /// - Returns: how many were placed.
    @discardableResult
    package mutating func turnOver(_ jobs: Int) -> Int { worker.turnOver(jobs) }

    /// Every invariant that does not hold.
    /// - Complexity: O(nodes).
    package func faults() -> [String] { engine.faults(holding: worker.held) }
}
