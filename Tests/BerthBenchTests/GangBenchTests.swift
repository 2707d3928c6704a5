import BerthBench
import BerthModel
import Testing

@Suite("Gang benchmark")
struct GangBenchTests {
    private static func bench() -> GangBench {
        var bench = GangBench()
        (bench.nodes, bench.members, bench.freeGangs, bench.seconds) = (1000, 16, 3, 0.05)
        return bench
    }

    @Test("gangs are placed in the fewest racks, and every invariant holds afterwards", arguments: [1, 2])
    func run(threads: Int) throws {
        var bench = GangBenchTests.bench()
        bench.threads = threads
        let report = try bench.run()
        #expect(report.invariants == "ok")
        #expect(report.gangsPerSecond > 0)
        #expect(0 < report.p50 && report.p50 <= report.p99 && report.p99 <= report.p999)
        #expect(report.racksLeast == 4)
        #expect(report.racksPerGang >= 4 && report.racksPerGang < 8)
        #expect(report.freeGangs >= 3 && report.freeGangs < 3.5)
        #expect(report.kind == "h100")
    }

    @Test("without a free rack every gang is refused")
    func full() throws {
        var bench = GangBenchTests.bench()
        bench.freeGangs = 0
        let report = try bench.run()
        #expect(report.gangsPerSecond == 0)
        #expect(report.refused > 0)
        #expect(report.racksPerGang == 0)
        #expect(report.invariants == "ok")
    }

    @Test("parameters out of range, and gangs that the fleet could not hold, are refused by name")
    func ranges() {
        let wrong: [(String, (inout GangBench) -> Void)] = [
            ("--nodes 0", { $0.nodes = 0 }), ("--threads 0", { $0.threads = 0 }), ("--threads 1000000", { $0.threads = 1_000_000 }),
            ("--members 0", { $0.members = 0 }), ("--members 4097", { $0.members = 4097 }),
            ("--members 4000", { $0.members = 4000 }), ("--members 16", { $0.nodes = 1 }),
            ("--slots 0", { $0.slots = 0 }), ("--slots 17", { $0.slots = 17 }), ("--slots -1", { $0.slots = -1 }),
            ("--free-gangs nan", { $0.freeGangs = .nan }), ("--free-gangs -1.0", { $0.freeGangs = -1 }),
            ("--free-gangs inf", { $0.freeGangs = .infinity }),
            ("--seconds -1.0", { $0.seconds = -1 }), ("--seconds nan", { $0.seconds = .nan }),
        ]
        for (words, change) in wrong {
            var bench = GangBenchTests.bench()
            change(&bench)
            let error = #expect(throws: BerthError.self) { try bench.run() }
            #expect(error?.code == .usage)
            #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "nothing") for \(words)")
        }
    }
}
