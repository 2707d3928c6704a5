import BerthModel
import Testing

@testable import BerthSimulator

@Suite("The rule of placement")
struct BerthPackingTests {
    private static func problem(nodes: Int, percent: Int = 100, seed: UInt64 = 3) throws -> (PackingFleet, PackingDemand, PackingArrivals) {
        let fleet = try PackingFleet(Sample.nodes()).repeated(nodes)
        let demand = try PackingDemand(Sample.pods(), on: fleet)
            .scaled(percent: percent, cpuOnlyPercent: percent, cpuMilliMax: 96_000)
        return (fleet, demand, PackingArrivals(demand, on: fleet, seed: seed))
    }

    @Test(
        "gains kept from one arrival to the next choose what scoring all nodes afresh chooses, and a run repeats itself",
        arguments: [1, 2, 3])
    func caches(seed: UInt64) throws {
        let (fleet, demand, arrivals) = try BerthPackingTests.problem(nodes: 10, seed: seed)
        var (kept, again, afresh) = (
            BerthPacking(fleet, demand.specs), BerthPacking(fleet, demand.specs), BerthPacking(fleet, demand.specs)
        )
        var nodes = fleet.nodes
        for spec in arrivals.specs {
            afresh.forgetGains()
            let (found, expected) = (kept.choose(Int(spec), on: nodes), afresh.choose(Int(spec), on: nodes))
            let same = again.choose(Int(spec), on: nodes)
            try #require(found?.node == expected?.node && found?.gpus == expected?.gpus)
            try #require(found?.node == same?.node && found?.gpus == same?.gpus)
            guard let found else { continue }
            nodes[found.node] = nodes[found.node].taking(demand.specs[Int(spec)], found.gpus)
            kept.placed(Int(spec), at: found, on: nodes)
            again.placed(Int(spec), at: found, on: nodes)
            afresh.placed(Int(spec), at: found, on: nodes)
        }
        #expect(arrivals.specs.count > 64)
    }

    @Test("what fits is placed, also before anything is learnt and when cores are scarce", arguments: [100, 300, 900])
    func workConserving(percent: Int) throws {
        let (fleet, demand, arrivals) = try BerthPackingTests.problem(nodes: 8, percent: percent)
        var rule = BerthPacking(fleet, demand.specs)
        // The replay stops the test where the rule rejects what fits, or takes what is not there.
        let result = PackingReplay(fleet, demand.specs, arrivals.specs).run(&rule)
        #expect(result.placedCount > 0 && result.rejectedCount > 0)
        #expect(result.placedCount + result.rejectedCount == arrivals.specs.count)
    }

    @Test("an idle fleet fills the GPUs that draw least first")
    func watts() throws {
        let (fleet, demand, _) = try BerthPackingTests.problem(nodes: 2)
        var rule = BerthPacking(fleet, demand.specs)
        let found = rule.choose(0, on: fleet.nodes)
        let choice = try #require(found)
        #expect(OpenBModel.all[fleet.kinds[Int(fleet.nodes[choice.node].kind)].model].name == "T4")
    }

    @Test("tables are due when arrivals have doubled, later at equal distances, and then old arrivals lose half their weight")
    func learning() {
        var demand = LearntDemand(specs: 2, nodes: 1)
        var due: [Int] = []
        for arrival in 1...40_000 {
            demand.arrived(arrival % 2)
            if demand.isDue() { due.append(arrival) }
        }
        #expect(due == [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 24_576, 32_768])
        // Halved at 16,384, 24,576 and 32,768 arrivals.
        #expect(demand.weights[0] == 4096 + Float(20_000 - 16_384))
    }
}
