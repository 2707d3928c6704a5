import BerthModel
import Testing

@testable import BerthSimulator

@Suite("FGD")
struct FGDTests {
    @Test("what a typical pod cannot use is a fragment: GPUs too small, all of them when too few fit or cores lack, all for CPU-only pods")
    func fragments() throws {
        let fleet = try PackingFleet(Sample.nodes())
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        func fragments(_ pods: [Int32], gpus: SIMD8<Int16>, cpu: Int32) -> Double {
            var node = fleet.nodes[0]
            (node.gpus, node.cpuMilli) = (gpus, cpu)
            return TypicalSpecs(demand.specs, pods: pods).fragments(of: node, model: fleet.kinds[0].model)
        }
        let gpus: SIMD8<Int16> = [300, 700, 0, 0, 0, 0, 0, 0]
        #expect(fragments([0], gpus: gpus, cpu: 32_000) == 300)
        #expect(fragments([0], gpus: gpus, cpu: 3999) == 1000)
        #expect(fragments([1], gpus: gpus, cpu: 32_000) == 1000)
        #expect(fragments([3], gpus: gpus, cpu: 32_000) == 1000)
        #expect(fragments([5], gpus: gpus, cpu: 32_000) == 1000)
        #expect(fragments([0, 1], gpus: gpus, cpu: 32_000) == 650)
    }

    @Test("the exponential agrees with known values to the last digits")
    func exponential() {
        let e: Double = 2.718281828459045
        let (one, less) = (Exponential.of(1), Exponential.of(-2) * e * e)
        #expect((one - e).magnitude < 1e-13)
        #expect((less - 1).magnitude < 1e-13)
        #expect(Exponential.of(0) == 1)
    }

    @Test("scores kept from one arrival to the next choose what scoring all nodes afresh chooses")
    func cache() throws {
        let fleet = try PackingFleet(Sample.nodes()).repeated(2)
        let demand = try PackingDemand(Sample.pods(), on: fleet)
        let arrivals = PackingArrivals(demand, on: fleet, seed: 7)
        var (kept, nodes) = (FGD(fleet, demand.specs, pods: demand.pods), fleet.nodes)
        for spec in arrivals.specs {
            var afresh = FGD(fleet, demand.specs, pods: demand.pods)
            let (found, expected) = (kept.choose(Int(spec), on: nodes), afresh.choose(Int(spec), on: nodes))
            try #require(found?.node == expected?.node && found?.gpus == expected?.gpus)
            guard let found else { continue }
            nodes[found.node] = nodes[found.node].taking(demand.specs[Int(spec)], found.gpus)
            kept.placed(Int(spec), at: found, on: nodes)
        }
        let free = nodes.reduce(0) { $0 + $1.gpuMilli }
        #expect(free < fleet.gpuMilli * 3 / 5)
    }
}
