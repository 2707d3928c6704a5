import Benchmark
import BerthBench
import BerthPlacement

/// Every benchmark is timed in batches of a thousand, so that its microseconds a batch are nanoseconds an operation. One batch takes
/// less than a millisecond: the median batch was not interrupted.
private var timing: Benchmark.Configuration {
    Benchmark.Configuration(
        metrics: [.wallClock, .throughput], warmupIterations: 20, scalingFactor: .kilo, maxDuration: .seconds(1), maxIterations: 3000)
}

/// Holds what cannot be copied for the closures of the benchmark package.
private final class Site {
    private var fleet: SteadyFleet

    init(_ change: (inout PlacementBench) -> Void) {
        var bench = PlacementBench()
        change(&bench)
        fleet = SteadyFleet(bench)
        // The first jobs after filling still find the fleet in the order in which it was filled.
        fleet.turnOver(200_000)
    }

    func turnOver(_ jobs: Int) { fleet.turnOver(jobs) }
}

private final class Refusals {
    private var fleet: FullFleet
    init(_ fleet: FullFleet) { self.fleet = fleet }
    func refuse(_ times: Int) { fleet.refuse(times) }
}

private final class Gangs {
    private let fleet: GangFleet
    private var claimer: Claimer
    private var claims: [Claim] = []

    init(_ bench: GangBench) throws {
        fleet = try GangFleet(bench)
        claimer = fleet.firstClaimer
        claims.reserveCapacity(bench.members)
    }

    func turnOver(_ gangs: Int) { fleet.turnOver(gangs, &claimer, &claims) }
}

/// One job placed or refused, and as many ended as keep the utilisation.
private func steady(_ name: String, _ change: @escaping @Sendable (inout PlacementBench) -> Void) {
    Benchmark(name, configuration: timing) { benchmark, site in
        site.turnOver(benchmark.scaledIterations.count)
    } setup: {
        Site(change)
    }
}

/// Few batches: where watts are short a refusal may ask many racks.
private func refused(_ name: String, nodes: Int, powerBound: Double) {
    var timing = timing
    (timing.warmupIterations, timing.maxIterations) = (1, 5)
    Benchmark(name, configuration: timing) { benchmark, refusals in
        refusals.refuse(benchmark.scaledIterations.count)
    } setup: {
        Refusals(FullFleet(nodes: nodes, powerBound: powerBound))
    }
}

let benchmarks: @Sendable () -> Void = {
    steady("place-random-80") { $0.utilisation = 0.8 }
    steady("place-random-95") { $0.utilisation = 0.95 }
    steady("place-newest-80") { ($0.utilisation, $0.victims) = (0.8, .newest) }
    steady("place-newest-95") { ($0.utilisation, $0.victims) = (0.95, .newest) }
    steady("place-random-80-of-1000-nodes") { ($0.utilisation, $0.nodes) = (0.8, 1000) }
    steady("place-power-bound-70") { ($0.utilisation, $0.powerBound) = (0.8, 0.7) }
    refused("refuse-for-room", nodes: 100_000, powerBound: 1)
    refused("refuse-for-watts-of-10000-nodes", nodes: 10_000, powerBound: 0.7)
    Benchmark("gang-64-of-8", configuration: timing) { benchmark, gangs in
        gangs.turnOver(benchmark.scaledIterations.count)
    } setup: {
        try Gangs(GangBench())
    }
}
