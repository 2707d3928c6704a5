import Benchmark
import BerthBench
import BerthModel
import BerthPlacement

/// What a claim is made of, one at a time, and what the harness itself costs. Batches as in `Placing`, of a thousand calls from another
/// module than the engine's: the call is in the figure.
private var timing: Benchmark.Configuration {
    Benchmark.Configuration(
        metrics: [.wallClock, .throughput], warmupIterations: 50, scalingFactor: .kilo, maxDuration: .seconds(1), maxIterations: 10_000)
}

/// Masks of free devices in no order that a processor could learn.
private struct Masks {
    let engine: PlacementEngine
    let type: Int
    let masks: [UInt16]

    /// - Parameter devices: of the type to look up: 8 is a GPU node, 16 a Trainium2 node.
    init(devices: Int) {
        let fleet = MixedFleet(nodes: 1000).fleet
        var random = SplitMix(seed: 5)
        engine = PlacementEngine(fleet)
        type = fleet.types.firstIndex { $0.devices == devices } ?? 0
        masks = (0..<1000).map { _ in UInt16(random.below(1 << devices)) }
    }
}

private func lookUp(_ name: String, devices: Int, _ body: @escaping (Masks) -> Int) {
    Benchmark(name, configuration: timing) { benchmark, masks in
        blackHole(body(masks))
    } setup: {
        Masks(devices: devices)
    }
}

let benchmarks: @Sendable () -> Void = {
    for devices in [8, 16] {
        lookUp("class-of-\(devices)", devices: devices) { masks in
            masks.masks.reduce(0) { $0 &+ masks.engine.shapeClass(of: $1, onType: masks.type) }
        }
        lookUp("pick-4-of-\(devices)", devices: devices) { masks in
            masks.masks.reduce(0) { $0 &+ Int(masks.engine.chosen(4, of: $1, onType: masks.type)) }
        }
    }
    Benchmark("harness-draw-job", configuration: timing) { benchmark, mix in
        var (random, sum) = (SplitMix(seed: 9), 0)
        for _ in benchmark.scaledIterations { sum &+= Int(mix.jobs[random.below(mix.jobs.count)].devices) }
        blackHole(sum)
    } setup: {
        JobMix(MixedFleet(nodes: 1000), seed: 1)
    }
    Benchmark("harness-record-latency", configuration: timing) { benchmark in
        var (random, histogram) = (SplitMix(seed: 9), LatencyHistogram())
        for _ in benchmark.scaledIterations { histogram.record(Int64(random.below(1000))) }
        blackHole(histogram.total)
    }
}
