@testable import BerthScheduler
import BerthModel
import BerthPolicy
import Testing

/// Who is kept by whose reservation, and by what of it. Each was wrong once (docs/decisions/0162).
@Suite("Backfill: beside what is kept")
struct BackfillOrderTests {
    private func bench(nodes: Int, budget: Watts? = nil, reservations: Int = 3) throws -> Bench {
        var policy = Samples.policy(budget: budget)
        policy.backfill.method = .conservative
        policy.backfill.reservations = reservations
        return try Bench(Samples.gpuFleet(nodes), policy)
    }

    /// - Parameter time: the limit, and how long it runs; nil: for ever.
    private func job(_ devices: Int, time: Int? = nil, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job("j") { spec in
            if devices > 0 { spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: devices)] }
            spec.time = time.map { .seconds($0) }
            spec.grace = .seconds(0)
            spec.simulation = Simulation(duration: .seconds(time ?? 100_000))
            change(&spec)
        }
    }

    private func moments(_ bench: Bench) -> [JobID: Int64] {
        let start = Timestamp(milliseconds: 1_000_000)
        return Dictionary(
            uniqueKeysWithValues: bench.scheduler.work.reservations.all.map { ($0.id, ($0.moment - start).milliseconds / 1000) })
    }

    @Test("a job on cores only starts on a node of which only the devices are kept")
    func coresBesideDevices() throws {
        let bench = try bench(nodes: 1)
        try bench.submit(job(4, time: 1000))
        let whole = try bench.submit(job(8, time: 600))
        #expect(bench.scheduler.work.reservations.all.map(\.id) == [whole])
        #expect(try bench.state(bench.submit(job(0) { $0.cpus = .cores(2) })) == .running)
        #expect(try bench.state(bench.submit(job(1))) == .pending)
    }

    @Test("the memory that a reservation needs is kept at its own moment, though more is free at a later one")
    func memory() throws {
        let bench = try bench(nodes: 1)
        func asking(_ gibibytes: Int, time: Int?) -> JobSpec { job(0, time: time) { $0.memory = .gibibytes(gibibytes) } }
        // Of 64 GiB 18 are free now, 38 at 130 and 64 at 530.
        try bench.submit(asking(20, time: 100))
        try bench.submit(asking(26, time: 500))
        let first = try bench.submit(asking(32, time: 5000))
        let second = try bench.submit(asking(12, time: 5000))
        #expect(moments(bench) == [first: 130, second: 530])
        let third = try bench.submit(asking(14, time: nil))
        #expect(try bench.state(third) == .pending)
        bench.pass(.seconds(130))
        #expect(try bench.state(first) == .running)
    }

    @Test("a job starts as soon as it fits beside what is kept for those before it, whatever is kept for those behind it")
    func holdersInOrder() throws {
        let kind = try #require(Catalogue.shipped.kinds[Samples.h200])
        let base = Watts(200) + kind.power.idle * 16
        let bench = try bench(nodes: 2, budget: base + (kind.power.max - kind.power.idle) * 11)
        try bench.submit(job(8, time: 1000))
        try bench.submit(job(3, time: 100))
        let first = try bench.submit(job(8, time: 600))
        let second = try bench.submit(job(2))
        let third = try bench.submit(job(1))
        #expect(moments(bench).keys.count == 3)
        bench.pass(.seconds(100))
        #expect(try bench.state(first) == .pending && bench.state(second) == .running && bench.state(third) == .running)
        bench.pass(.seconds(930))
        #expect(try bench.state(first) == .running)
    }

    @Test("a job that fits nowhere, however many end, moves no reservation of those behind it")
    func hopeless() throws {
        let bench = try bench(nodes: 2)
        try bench.submit(job(4, time: 100))
        try bench.submit(job(4, time: 1000))
        let held = bench.scheduler.state.jobs.all.compactMap { $0.placements.first?.node }
        let other = try #require(held.first)
        let idle = NodeName(literal: other.text == "h-1" ? "h-2" : "h-1")
        try bench.run { try $0.drain(idle, reason: "fan", by: Samples.root, at: bench.now) }
        let gang = try bench.submit(
            job(8, time: 600) { spec in
                spec.jobClass = .gang
                spec.nodes = 2
            })
        let small = try bench.submit(job(4, time: 600))
        #expect(try bench.state(gang) == .pending)
        #expect(moments(bench) == [small: 130])
    }

    @Test("a node on which one job would take too many watts stays open to a smaller one")
    func closedForOne() throws {
        let kind = try #require(Catalogue.shipped.kinds[Samples.h200])
        let base = Watts(200) + kind.power.idle * 16
        // Five devices more may run now, and one beside the gang. Each node has a job that ends before that starts.
        let bench = try bench(nodes: 2, budget: base + (kind.power.max - kind.power.idle) * 13, reservations: 1)
        try bench.submit(job(8, time: 1000))
        try bench.submit(job(0, time: 1000) { $0.nodeList = [NodeName(literal: "h-2")] })
        let gang = try bench.submit(
            job(6, time: 600) { spec in
                spec.jobClass = .gang
                spec.nodes = 2
            })
        #expect(moments(bench) == [gang: 1030])
        let two = try bench.submit(job(2))
        let none = try bench.submit(job(0) { $0.cpus = .cores(2) })
        #expect(try bench.state(two) == .pending)
        #expect(try bench.state(none) == .running)
    }

    @Test("what others were told to end for is not had by the next in turn")
    func promised() throws {
        var policy = PreemptionTests.policy()
        policy.backfill.method = .easy
        let bench = try Bench(Samples.gpuFleet(2), policy)
        func asking(_ queue: QueueName, nodes: Int = 1) -> JobSpec {
            job(8, time: 5000) { spec in
                spec.queue = queue
                spec.nodes = nodes
                spec.jobClass = nodes > 1 ? .gang : .batch
            }
        }
        let victims = try (0..<2).map { _ in try bench.submit(asking(PreemptionTests.batch)) }
        bench.pass(.seconds(100))
        // One of the two hangs.
        bench.silent = { if case .exited(let run, _) = $0 { run.job == victims[1] } else { false } }
        let starter = try bench.submit(asking(PreemptionTests.serve, nodes: 2))
        #expect(try bench.state(victims[0]) == .pending && bench.state(victims[1]) == .stopping)
        let next = try bench.submit(asking(PreemptionTests.serve))
        #expect(try bench.state(starter) == .pending && bench.state(next) == .pending)
        #expect(bench.scheduler.reason(of: try bench.job(next))?.code != .notYetExamined)
    }
}
