import BerthBench
import BerthModel
import BerthPlacement
import Testing

@Suite("Placement benchmark")
struct PlacementBenchTests {
    private static func bench(threads: Int) -> PlacementBench {
        var bench = PlacementBench()
        bench.nodes = 300
        bench.threads = threads
        bench.seconds = 0.05
        bench.agencies = 50
        return bench
    }

    @Test("a run keeps every invariant, places and releases, and measures latencies", arguments: [1, 2], PlacementBench.Victims.allCases)
    func run(threads: Int, victims: PlacementBench.Victims) {
        var bench = PlacementBenchTests.bench(threads: threads)
        bench.victims = victims
        let report = bench.run()
        #expect(report.invariants == "ok")
        #expect(report.placementsPerSecond > 0 && report.releasesPerSecond > 0)
        #expect(0 < report.p50 && report.p50 <= report.p99 && report.p99 <= report.p999)
        #expect(report.slicesPerSecond.count == 5)
        #expect(report.utilisation > 0.7 && report.utilisation < 0.9)
        #expect(report.threads == threads && report.nodes == 300)
    }

    @Test("the mutex and the scan keep theirs too, on the same jobs", arguments: [PlacementBench.Core.mutex, .scan], [1, 2])
    func others(core: PlacementBench.Core, threads: Int) {
        var bench = PlacementBenchTests.bench(threads: threads)
        bench.core = core
        let report = bench.run()
        #expect(report.invariants == "ok")
        #expect(report.placementsPerSecond > 0)
        #expect(report.utilisation > 0.7)
    }

    @Test("budgets that bind make jobs fail, and they are counted")
    func powerBound() {
        var bench = PlacementBenchTests.bench(threads: 1)
        bench.powerBound = 0.4
        let report = bench.run()
        #expect(report.invariants == "ok")
        #expect(report.failed > 0)
        #expect(report.p50 > 0)
    }

    @Test("parameters out of range are refused by name")
    func ranges() {
        let wrong: [(String, (inout PlacementBench) -> Void)] = [
            ("--nodes 0", { $0.nodes = 0 }), ("--nodes 1000001", { $0.nodes = 1_000_001 }), ("--threads 65", { $0.threads = 65 }),
            ("--threads 0", { $0.threads = 0 }),
            ("--utilisation 2.0", { $0.utilisation = 2 }), ("--utilisation nan", { $0.utilisation = .nan }),
            ("--seconds 0.0", { $0.seconds = 0 }), ("--power-bound 1.5", { $0.powerBound = 1.5 }),
        ]
        for (words, change) in wrong {
            var bench = PlacementBench()
            change(&bench)
            let error = #expect(throws: BerthError.self) { try bench.validate() }
            #expect(error?.code == .usage)
            #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "nothing") for \(words)")
        }
    }
}
