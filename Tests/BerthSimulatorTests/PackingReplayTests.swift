import BerthModel
import Testing

@testable import BerthSimulator

@Suite("Replays of placement")
struct PackingReplayTests {
    private static func fleet() throws -> PackingFleet { try PackingFleet(Sample.nodes()) }

    @Test("arrivals of a seed are the list shuffled and then drawn from, up to 130 % of the fleet, and the seed repeats them")
    func arrivals() throws {
        let fleet = try PackingReplayTests.fleet()
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        let (one, again) = (PackingArrivals(demand, on: fleet, seed: 1), PackingArrivals(demand, on: fleet, seed: 1))
        #expect(one.specs == again.specs && one.nodeOrder == again.nodeOrder)
        #expect(PackingArrivals(demand, on: fleet, seed: 2).specs != one.specs)
        #expect(one.specs.prefix(demand.pods.count).sorted() == demand.pods.sorted())
        let requested = one.specs.map { demand.specs[Int($0)].gpuMilliTotal }
        let (all, before) = (requested.reduce(0, +), requested.dropLast().reduce(0, +))
        #expect(all >= 20_800 && before < 20_800)
        #expect(one.nodeOrder.sorted() == [0, 1, 2, 3])
    }

    @Test("published arrivals are names and ranks; a name that is in no list and a rank that stands twice are refused")
    func published() throws {
        let fleet = try PackingReplayTests.fleet()
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        func read(_ pods: String, _ ranks: String) throws -> PackingArrivals {
            try PackingArrivals(pods: CSVRows(text: pods, name: "p"), ranks: CSVRows(text: ranks, name: "r"), demand, on: fleet)
        }
        let found = try read("pod-1\npod-1\npod-6\n", "node-a,2\nnode-b,3\nnode-c,0\nnode-d,1\n")
        #expect(found.specs == [1, 1, 5] && found.nodeOrder == [2, 3, 0, 1])
        #expect(throws: BerthError.self) { try read("pod-9\n", "node-a,2\nnode-b,3\nnode-c,0\nnode-d,1\n") }
        #expect(throws: BerthError.self) { try read("", "node-a,2\nnode-b,2\nnode-c,0\nnode-d,1\n") }
        #expect(throws: BerthError.self) { try read("", "node-a,2\nnode-b,3\nnode-c,0\n") }
    }

    @Test("an idle node draws its idle watts, and each GPU in use and each CPU package begun draws its full ones")
    func watts() throws {
        let fleet = try PackingReplayTests.fleet()
        let kind = fleet.kinds[Int(fleet.nodes[2].kind)]
        var node = fleet.nodes[2]
        #expect(kind.watts(node) == 4 * 30 + 2 * 15)
        node.gpus[1] = 990
        node.cpuMilli -= 32_001
        #expect(kind.watts(node) == 3 * 30 + 300 + 2 * 120)
    }

    @Test("first-fit takes the first node of the order, and in it the GPU with the least room that is enough")
    func firstFit() throws {
        let fleet = try PackingReplayTests.fleet()
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        var rule = FirstFit(fleet, demand.specs)
        var nodes = fleet.nodes
        nodes[0].gpus = [400, 900, 0, 0, 0, 0, 0, 0]
        nodes[1].gpus = [1000, 500, 0, 0, 0, 0, 0, 0]
        let half = rule.choose(0, on: nodes)
        #expect(half?.node == 0 && half?.gpus[1] == true)
        let whole = rule.choose(1, on: nodes)
        #expect(whole?.node == 1 && whole?.gpus[0] == true)
        nodes[0].cpuMilli = 0
        var again = FirstFit(fleet, demand.specs)
        let next = again.choose(0, on: nodes)
        #expect(next?.node == 1 && next?.gpus[1] == true)
        #expect(rule.choose(4, on: nodes) == nil)
    }

    @Test("figures are read where the marks are reached, and what fits nowhere is counted")
    func figures() throws {
        let fleet = try PackingReplayTests.fleet()
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        let arrivals: [Int32] = [2, 2, 1, 1, 1, 1, 4]
        var rule = FirstFit(fleet, demand.specs)
        let result = PackingReplay(fleet, demand.specs, arrivals).run(&rule)
        #expect(result.placedCount == 5 && result.rejectedCount == 2)
        let expected: [Double] = [50, 50]
        #expect(result.allocations == expected)
        #expect(result.kilowatts.count == 3)
    }
}
