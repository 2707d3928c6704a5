import BerthModel
import Testing

@testable import BerthPlacement
@testable import BerthSimulator

@Suite("Expected losses against the published measure")
struct LossTests {
    private static func spec(cpu: Int, gpus: Int, milli: Int) -> PackingSpec {
        PackingSpec(OpenBPod(name: "", cpuMilli: cpu, memoryMebibytes: 0, gpuCount: gpus, gpuMilli: milli, models: .max))
    }

    @Test("the fragments of a table are those of FGD's sum over typical pods")
    func fragments() {
        let specs = [
            LossTests.spec(cpu: 4000, gpus: 1, milli: 500), LossTests.spec(cpu: 8000, gpus: 1, milli: 1000),
            LossTests.spec(cpu: 16_000, gpus: 2, milli: 1000), LossTests.spec(cpu: 2000, gpus: 0, milli: 0),
        ]
        let typical = TypicalSpecs(specs, pods: [0, 0, 1, 2, 3])
        let members = zip(specs, [2, 1, 1, 1] as [Float]).map { spec, weight in
            LossSource.Member(
                count: Int(spec.gpuCount), milli: Int(spec.gpuMilli), cores: Int(spec.cpuMilli) / 1000, mebibytes: 0, weight: weight,
                isServed: true)
        }
        let scale = LossScale(devices: 8, cores: 128, mebibytes: 1 << 20)
        let store = TableStore()
        // Against a table of the same shares without typical needs the rest is the fragments.
        let table = LossTable(LossSource(members, scale, coresOnlyWeight: 0, fragmentsOnly: true), store)
        for cpu in [0, 4000, 9000, 32_000] as [Int32] {
            for gpus in [[300, 700, 0, 0, 0, 0, 0, 0], [1000, 1000, 500, 0, 0, 0, 0, 0]] as [SIMD8<Int16>] {
                let node = PackingNode(gpus: gpus, cpuMilli: cpu, memoryMebibytes: 1, kind: 0)
                let expected = LossTable.fragmentWeight * Float(typical.fragments(of: node, model: 0)) / 1000
                var seat = Seat()
                (seat.cores, seat.mebibytes) = (cpu / 1000, 1)
                for gpu in 0..<8 where gpus[gpu] == 1000 { seat.free |= 1 << UInt16(gpu) }
                for gpu in 0..<8 where gpus[gpu] > 0 && gpus[gpu] < 1000 {
                    seat.open |= 1 << UInt16(gpu)
                    seat.boards[gpu] = gpus[gpu]
                    seat.partial += Int32(gpus[gpu])
                }
                seat.whole = Int16(seat.free.nonzeroBitCount)
                #expect((table.loss(seat, largest: Int(seat.whole)) - expected).magnitude < 1e-5)
            }
        }
        withExtendedLifetime(store) {}
    }
}
