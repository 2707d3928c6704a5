import BerthModel
import BerthPlacement
import Testing

@testable import BerthPolicy

@Suite("Which kind a job gets")
struct KindRankingTests {
    private func option(_ throughput: Int?, watts: Int64 = 100, cost: Int? = nil) -> KindOption {
        KindOption(throughputThousandths: throughput, milliwatts: watts * 1000, costThousandths: cost)
    }

    @Test("the fastest first, and what is less than half as fast not at all")
    func throughput() {
        let options = [option(400), option(1000), option(500), option(499)]
        #expect(KindRanking.positions(options, by: .throughput) == [1, 2])
    }

    @Test("per watt a slow kind that draws little comes first")
    func watts() {
        let options = [option(1000, watts: 700), option(600, watts: 200), option(900, watts: 400)]
        #expect(KindRanking.positions(options, by: .throughputPerWatt) == [1, 2])
    }

    @Test("for cost what the same work costs counts, not the hour")
    func cost() {
        let options = [option(1000, cost: 3500), option(100, cost: 300), option(500, cost: 1500), option(800, cost: nil)]
        #expect(KindRanking.positions(options, by: .cost) == [1, 2, 0, 3])
    }

    @Test("for the earliest end no kind is left out, however slow")
    func earliest() { #expect(KindRanking.positions([option(10), option(1000), option(300)], by: .earliestFinish) == [1, 2, 0]) }

    @Test("kinds without figures come last, and where there are none at all the job's own order stays")
    func unknown() {
        #expect(KindRanking.positions([option(nil), option(5), option(nil), option(9)], by: .throughput) == [3, 1, 0, 2])
        #expect(KindRanking.positions([option(nil), option(nil)], by: .throughput) == [0, 1])
        #expect(KindRanking.positions([option(7), option(9)], by: .cost) == [0, 1])
    }

    @Test("a queue's objective goes before the policy's, and nothing is ranked without one")
    func objectives() throws {
        let h200 = KindName(literal: "h200")
        let h100 = KindName(literal: "h100")
        let night = QueueName(literal: "night")
        var policy = Policy(workloads: [
            WorkloadName(literal: "train"): Policy.Workload(profiles: [
                Policy.Profile(kind: h100, slots: 4, throughputThousandths: 600, steady: Watts(300)),
                Policy.Profile(kind: h200, slots: 4, throughputThousandths: 1000, steady: Watts(700)),
            ])
        ])
        policy.queues = [night: Policy.Queue(), QueueName(literal: "day"): Policy.Queue()]
        policy.queues[night]?.objective = .throughputPerWatt
        func kinds(_ queue: String, _ objective: BerthPolicy.Objective?) throws -> [KindName?] {
            policy.objective = objective
            var spec = JobSpec(name: "j", jobClass: .batch, program: .command(["true"]), directory: "/tmp")
            spec.workload = WorkloadName(literal: "train")
            spec.queue = try QueueName(queue)
            let nodes = try [h200, h100].enumerated().map { number, kind in
                let found = try #require(Catalogue.shipped.kinds[kind])
                let devices = (0..<8).map { Device(id: found.modelledDeviceID($0), numaNode: nil, isModelled: true) }
                return FleetNode(
                    name: try NodeName("n-\(number)"),
                    groups: [DeviceGroup(kind: kind, devices: devices, legalSets: found.legalSets)],
                    numaNodes: [NUMANode(index: 0, cores: (0..<16).map { [$0] }, memory: .gibibytes(64))], place: Place.site,
                    hostIdle: Watts(100), wattsPerCore: Watts(0), isModelled: true)
            }
            let fleet = Fleet(name: "two", nodes: nodes, places: [Place(name: Place.site, parent: nil, rating: nil)])
            let rules = AdmissionRules(policy: policy, catalogue: .shipped, fleet: fleet)
            return try rules.request(for: spec, members: [0], learnt: KindTimes()).alternatives.map(\.kind)
        }
        #expect(try kinds("day", nil) == [h100, h200])
        #expect(try kinds("day", .throughput) == [h200, h100])
        #expect(try kinds("night", .throughput) == [h100, h200])
    }
}
