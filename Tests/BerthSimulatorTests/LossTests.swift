import BerthModel
import Testing

@testable import BerthSimulator

@Suite("Expected losses of a node")
struct LossTests {
    private static func spec(cpu: Int, gpus: Int, milli: Int, models: UInt64 = .max) -> PackingSpec {
        PackingSpec(OpenBPod(name: "", cpuMilli: cpu, memoryMebibytes: 0, gpuCount: gpus, gpuMilli: milli, models: models))
    }

    @Test("cores strand the GPUs for which they do not suffice, and no more")
    func stranding() {
        var stranding = Stranding(columns: LossTable.cpuSteps)
        stranding.add(LossTests.spec(cpu: 10_000, gpus: 1, milli: 1000), need: 10, 1)
        let table = stranding.table()
        func stranded(_ gpus: Int, _ cores: Int) -> Float { table[gpus * 2 * LossTable.cpuSteps + cores] }
        #expect(stranded(8, 35) == 5)
        #expect(stranded(8, 29) == 6)
        #expect(stranded(8, 80) == 0)
        #expect(stranded(2, 9) == 2)
        #expect(stranded(0, 50) == 0)
    }

    @Test("pods of more GPUs than are free are no part of what fills a node; pods without GPUs use up its cores")
    func members() {
        var gangs = Stranding(columns: LossTable.cpuSteps)
        gangs.add(LossTests.spec(cpu: 4000, gpus: 1, milli: 1000), need: 4, 1)
        gangs.add(LossTests.spec(cpu: 120_000, gpus: 8, milli: 1000), need: 120, 5)
        #expect(gangs.table()[2 * 2 * LossTable.cpuSteps + 8] == 0)
        #expect(gangs.table()[8 * 2 * LossTable.cpuSteps + 40] > 6)
        var mixed = Stranding(columns: LossTable.cpuSteps)
        mixed.add(LossTests.spec(cpu: 4000, gpus: 1, milli: 1000), need: 4, 1)
        mixed.add(LossTests.spec(cpu: 4000, gpus: 0, milli: 0), need: 4, 1)
        // Of two pods' cores, half go to a pod with a GPU: of two GPUs one is left.
        #expect(mixed.table()[2 * 2 * LossTable.cpuSteps + 8] == 1)
    }

    @Test("what is left of a GPU is what no size fills, whatever the order")
    func residue() {
        let specs = [LossTests.spec(cpu: 0, gpus: 1, milli: 500), LossTests.spec(cpu: 0, gpus: 1, milli: 300)]
        let table = LossTable(specs, [1, 0], model: 0, cpuOnlyWeight: 0)
        #expect((table.residue[49] - 0.49).magnitude < 1e-6)
        #expect(table.residue[50] < 0.02 && table.residue[100] < 0.03)
        #expect((table.residue[60] - 0.1).magnitude < 0.02)
    }

    @Test("the fragments of a table are those of FGD's sum over typical pods")
    func fragments() {
        let specs = [
            LossTests.spec(cpu: 4000, gpus: 1, milli: 500), LossTests.spec(cpu: 8000, gpus: 1, milli: 1000),
            LossTests.spec(cpu: 16_000, gpus: 2, milli: 1000), LossTests.spec(cpu: 2000, gpus: 0, milli: 0),
        ]
        let typical = TypicalSpecs(specs, pods: [0, 0, 1, 2, 3])
        var table = LossTable(specs, [2, 1, 1, 1], model: 0, cpuOnlyWeight: 0)
        for index in table.residue.indices { table.residue[index] = 0 }
        for index in table.strandedByCPU.indices { table.strandedByCPU[index] = 0 }
        for index in table.strandedByMemory.indices { table.strandedByMemory[index] = 0 }
        for cpu in [0, 4000, 9000, 32_000] as [Int32] {
            for gpus in [[300, 700, 0, 0, 0, 0, 0, 0], [1000, 1000, 500, 0, 0, 0, 0, 0]] as [SIMD8<Int16>] {
                let node = PackingNode(gpus: gpus, cpuMilli: cpu, memoryMebibytes: 1, kind: 0)
                let expected = LossTable.fragmentWeight * Float(typical.fragments(of: node, model: 0)) / 1000
                #expect((table.loss(node) - expected).magnitude < 1e-5)
            }
        }
    }

    @Test("kinds that pods with a choice can leave to those without are dearer, and without constraints all prices are zero")
    func prices() throws {
        let fleet = try PackingFleet(Sample.nodes())
        let model = try #require(OpenBModel.place(of: "V100M32"))
        let specs = [
            LossTests.spec(cpu: 0, gpus: 1, milli: 1000), LossTests.spec(cpu: 0, gpus: 1, milli: 1000, models: 1 << UInt64(model)),
        ]
        var prices = KindPrices(fleet, specs)
        prices.arrived(0, gpuMilli: 1000)
        prices.refresh()
        #expect(prices.prices.allSatisfy { $0 == 0 })
        prices.arrived(1, gpuMilli: 1000)
        prices.refresh()
        let dear = try #require(fleet.kinds.firstIndex { $0.model == model })
        // Half of 16 GPUs is asked of 4; the other half spreads over 12.
        #expect(prices.prices[dear] == 1)
        for kind in fleet.kinds.indices where kind != dear { #expect((prices.prices[kind] + 1.0 / 3).magnitude < 1e-5) }
    }
}
