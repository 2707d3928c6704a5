import Benchmark
import BerthBench
import BerthModel
import BerthPlacement

/// A fleet at its utilisation, on which one job at a time is placed and released.
private final class Site {
    let engine: PlacementEngine
    var claimer: Claimer
    var random = SplitMix(seed: 9)
    private var held: [Claim] = []
    private let jobs: [JobMix.Job]

    init(nodes: Int) {
        let fleet = MixedFleet(nodes: nodes)
        let mix = JobMix(fleet, seed: 1)
        engine = PlacementEngine(fleet.fleet)
        claimer = engine.claimer(0)
        jobs = Array(mix.jobs[..<(fleet.kinds.count * JobMix.templatesPerKind)])
        var devices = 0
        while devices < fleet.deviceCount * 8 / 10 {
            var claim = Claim()
            guard engine.claim(jobs[random.below(jobs.count)].request, by: &claimer, into: &claim) == nil else { continue }
            held.append(claim)
            devices += claim.devices.nonzeroBitCount
        }
    }

    /// One job of the mix is placed, and any one that is held ends.
    func turn() {
        var claim = Claim()
        guard engine.claim(jobs[random.below(jobs.count)].request, by: &claimer, into: &claim) == nil else { return }
        let index = random.below(held.count)
        engine.release(held[index], by: &claimer)
        held[index] = claim
    }
}

let benchmarks: @Sendable () -> Void = {
    for nodes in [1000, 100_000] {
        Benchmark(
            "place and release on \(nodes) nodes",
            configuration: .init(metrics: [.wallClock], scalingFactor: .kilo, maxDuration: .seconds(3), maxIterations: 2000)
        ) { benchmark, site in
            for _ in benchmark.scaledIterations { site.turn() }
        } setup: {
            Site(nodes: nodes)
        }
    }
}
