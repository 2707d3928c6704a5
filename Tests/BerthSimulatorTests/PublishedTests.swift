import BerthModel
import BerthPlacement
import Testing

@testable import BerthSimulator

@Suite("Published results on openb", .enabled(if: Sample.traces != nil, "the public lists are not here"))
struct PublishedTests {
    /// The published allocation of FGD on the default list: at 100 and at 130 % requested.
    private static func published(_ traces: String, seed: Int) throws -> [Double] {
        var rows = try CSVRows(file: traces + "/published_open.csv")
        while let row = try rows.next() {
            if row.fields.starts(with: ["default", "06-FGD", "\(seed)"]) { return row.fields[3...4].compactMap(Double.init) }
        }
        return []
    }

    @Test("FGD on the published arrivals gives the published allocation of the seed", arguments: [42, 46])
    func fgd(seed: Int) throws {
        let traces = try #require(Sample.traces)
        let fleet = try PackingFleet(CSVRows(file: traces + "/openb_node_list_gpu_node.csv"))
        let demand = try PackingDemand(CSVRows(file: traces + "/openb_pod_list_default.csv"), on: fleet)
        #expect(fleet.nodes.count == 1213 && fleet.gpuMilli == 6_212_000 && demand.pods.count == 8152)
        let prefix = "\(traces)/arrivals/default_seed\(seed)"
        let arrivals = try PackingArrivals(
            pods: CSVRows(file: prefix + "_pods.txt"), ranks: CSVRows(file: prefix + "_noderank.csv"), demand, on: fleet)
        let ordered = fleet.ordered(arrivals.nodeOrder)
        var rule = FGD(ordered, demand.specs, pods: demand.pods)
        let result = PackingReplay(ordered, demand.specs, arrivals.specs).run(&rule)
        let expected = try PublishedTests.published(traces, seed: seed)
        try #require(expected.count == 2 && result.allocations.count == 2)
        for (found, published) in zip(result.allocations, expected) { #expect(abs(found - published) <= 0.15) }
    }

    @Test(
        "the core with its learnt rule allocates more than the published FGD on the same arrivals, and draws less than 90 % of first-fit"
    )
    func better() throws {
        let traces = try #require(Sample.traces)
        let fleet = try PackingFleet(CSVRows(file: traces + "/openb_node_list_gpu_node.csv"))
        let demand = try PackingDemand(CSVRows(file: traces + "/openb_pod_list_default.csv"), on: fleet)
            .rounded(cpuMilliStep: CoreFleet.coreMilli)
        let prefix = "\(traces)/arrivals/default_seed43"
        let arrivals = try PackingArrivals(
            pods: CSVRows(file: prefix + "_pods.txt"), ranks: CSVRows(file: prefix + "_noderank.csv"), demand, on: fleet)
        let ordered = fleet.ordered(arrivals.nodeOrder)
        var rule = try CorePacking(ordered, demand.specs, rule: .learnt, isNaming: false)
        var first = FirstFit(ordered, demand.specs)
        let result = PackingReplay(ordered, demand.specs, arrivals.specs).run(&rule)
        let plain = PackingReplay(ordered, demand.specs, arrivals.specs).run(&first)
        let published = try PublishedTests.published(traces, seed: 43)
        for (found, other) in zip(result.allocations, published) { #expect(found > other + 0.3) }
        for (found, other) in zip(result.kilowatts, plain.kilowatts) { #expect(found < other * 0.9) }
    }
}
