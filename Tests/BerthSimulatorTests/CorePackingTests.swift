import BerthModel
import BerthPlacement
import Testing

@testable import BerthSimulator

@Suite("The production core in the packing replay")
struct CorePackingTests {
    private static func problem(percent: Int) throws -> (PackingFleet, PackingDemand, PackingArrivals) {
        let fleet = try PackingFleet(Sample.nodes()).repeated(8)
        let demand = try PackingDemand(Sample.pods(), on: fleet)
            .scaled(percent: percent, cpuOnlyPercent: percent, cpuMilliMax: 96_000).rounded(cpuMilliStep: CoreFleet.coreMilli)
        return (fleet, demand, PackingArrivals(demand, on: fleet, seed: 3))
    }

    @Test(
        "what fits by the replay's own count is placed, with names and without, also when cores are scarce", arguments: [100, 300, 900],
        [PlacementRule.learnt, .firstFit, .bestFit])
    func workConserving(percent: Int, rule: PlacementRule) throws {
        let (fleet, demand, arrivals) = try CorePackingTests.problem(percent: percent)
        var (named, unnamed) = try (
            CorePacking(fleet, demand.specs, rule: rule, isNaming: true), CorePacking(fleet, demand.specs, rule: rule, isNaming: false)
        )
        // The replay stops the test where the rule rejects what fits, or takes what is not there.
        let result = PackingReplay(fleet, demand.specs, arrivals.specs).run(&named)
        #expect(result.placedCount > 0 && result.rejectedCount > 0)
        #expect(result.placedCount + result.rejectedCount == arrivals.specs.count)
        let other = PackingReplay(fleet, demand.specs, arrivals.specs).run(&unnamed)
        #expect(other.placedCount == result.placedCount && other.allocations == result.allocations)
    }

    @Test("an idle fleet fills the GPUs that draw least first")
    func watts() throws {
        let (fleet, demand, _) = try CorePackingTests.problem(percent: 100)
        var rule = try CorePacking(fleet, demand.specs, rule: .learnt, isNaming: true)
        let found = rule.choose(0, on: fleet.nodes)
        let choice = try #require(found)
        #expect(OpenBModel.all[fleet.kinds[Int(fleet.nodes[choice.node].kind)].model].name == "T4")
    }
}
