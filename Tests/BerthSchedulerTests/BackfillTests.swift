@testable import BerthScheduler
import BerthModel
import BerthPlacement
import BerthPolicy
import TestSupport
import Testing

@Suite("Backfill")
struct BackfillTests {
    /// - Parameter nodes: of 8 x h200.
    private func bench(nodes: Int, budget: Watts? = nil, _ change: (inout Policy) -> Void = { _ in }) throws -> Bench {
        var policy = Samples.policy(budget: budget)
        policy.backfill.method = .easy
        change(&policy)
        return try Bench(Samples.fleet((1...nodes).map { try Samples.node("h-\($0)", [("h200", 8)]) }), policy)
    }

    /// - Parameters:
    ///   - time: the limit; nil: none.
    ///   - runs: how long it does run.
    private func job(_ devices: Int, nodes: Int = 1, time: Int?, runs: Int) -> JobSpec {
        Samples.job("j", nodes > 1 ? .gang : .batch) { spec in
            spec.nodes = nodes
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: devices)]
            spec.time = time.map { .seconds($0) }
            spec.grace = .seconds(0)
            spec.simulation = Simulation(duration: .seconds(runs))
        }
    }

    @Test("what ends before the gang's moment passes it, and what may not waits and says for whom")
    func passing() throws {
        let bench = try bench(nodes: 2)
        try bench.submit(job(8, time: 1000, runs: 1000))
        try bench.submit(job(1, time: 1000, runs: 1000))
        let gang = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let short = try bench.submit(job(1, time: 300, runs: 200))
        let long = try bench.submit(job(1, time: 2000, runs: 2000))
        let endless = try bench.submit(job(1, time: nil, runs: 10))
        #expect(try bench.state(gang) == .pending && bench.state(short) == .running)
        for id in [long, endless] {
            let reason = try #require(bench.scheduler.reason(of: bench.job(id)))
            #expect(reason.code == .reservedForOther && reason.domain == gang.description)
        }
        #expect(bench.scheduler.reason(of: try bench.job(gang))?.code != .reservedForOther)
        // The change that the long one is told is enough, and one second more is not.
        let change = try #require(bench.scheduler.explain(long, by: Samples.root, at: bench.now).change)
        let limit = Int(try Duration(parsing: String(change.dropFirst("--time ".count))).seconds)
        guard case .startsNow = try bench.scheduler.plan(job(1, time: limit, runs: 1), by: Samples.ann, at: bench.now),
            case .waits = try bench.scheduler.plan(job(1, time: limit + 1, runs: 1), by: Samples.ann, at: bench.now)
        else { return #expect(Bool(false), "\(change) is not the largest limit that passes") }
        #expect(bench.scheduler.work.reservations.nextWake == Timestamp(milliseconds: 1_000_000) + .seconds(1030))
        bench.pass(.seconds(1000))
        #expect(try bench.state(gang) == .running && bench.state(long) == .pending)
        bench.pass(.seconds(600))
        #expect(try bench.state(long) == .running)
    }

    @Test("what is kept for an array is had by the task that is the next now, though it was kept for a later one")
    func nextTask() throws {
        var policy = Samples.policy()
        policy.backfill.method = .easy
        let bench = try Bench(Samples.gpuFleet(1), policy)
        let array = try bench.submit(
            Samples.job("a") { spec in
                spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)]
                spec.time = .seconds(1000)
                spec.requeue = true
                spec.maxAttempts = 2
                spec.array = ArraySpec(indexes: [0, 1, 2], limit: nil)
                spec.simulation = Simulation(duration: .seconds(100), exit: 1)
            })
        bench.pass(.seconds(10))
        #expect(bench.scheduler.reason(of: try bench.job(JobID(number: array.number, task: 1)))?.code != .notYetExamined)
        // The first waits again, and goes before the second, for which its place was kept.
        bench.pass(.seconds(100))
        let first = try bench.job(JobID(number: array.number, task: 0))
        #expect(first.state == .running && first.attempt == 2)
    }

    @Test("what is closed for a long job at the head is open for the short ones behind it, on a release too")
    func woken() throws {
        let bench = try bench(nodes: 2)
        try bench.submit(job(8, time: 5000, runs: 5000))
        try bench.submit(job(8, time: 100, runs: 100))
        let gang = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let long = try bench.submit(job(8, time: 9000, runs: 9000))
        let short = try bench.submit(job(8, time: 200, runs: 200))
        #expect(try bench.state(short) == .pending)
        bench.pass(.seconds(100))
        #expect(try bench.state(gang) == .pending && bench.state(long) == .pending && bench.state(short) == .running)
    }

    @Test("without backfill everything passes, as long as it likes")
    func none() throws {
        let bench = try bench(nodes: 2) { $0.backfill.method = .none }
        try bench.submit(job(8, time: 1000, runs: 1000))
        try bench.submit(job(1, time: 1000, runs: 1000))
        let gang = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let long = try bench.submit(job(1, time: 2000, runs: 2000))
        bench.pass(.seconds(1000))
        #expect(try bench.state(gang) == .pending && bench.state(long) == .running)
    }

    @Test("what leaves the gang its nodes may run for ever, and what the gang leaves of its nodes too")
    func beside() throws {
        let bench = try bench(nodes: 3)
        for _ in 0..<2 { try bench.submit(job(8, time: 1000, runs: 1000)) }
        try bench.submit(job(4, time: 5000, runs: 5000))
        let gang = try bench.submit(job(6, nodes: 2, time: 600, runs: 600))
        // Four devices of the third node, and later two of each of the gang's own.
        let beside = try bench.submit(job(4, time: nil, runs: 9000))
        #expect(try bench.state(gang) == .pending && bench.state(beside) == .running)
        bench.pass(.seconds(1000))
        #expect(try bench.state(gang) == .running)
        #expect(try bench.state(bench.submit(job(2, time: nil, runs: 10))) == .running)
    }

    @Test("the watts that a gang needs at its moment are kept for it too")
    func watts() throws {
        // 16 devices at work and two nodes of 100 W idle, with room for one device more than the gang.
        let kind = try #require(Catalogue.shipped.kinds[Samples.h200])
        let base = Watts(300) + kind.power.idle * 24
        let each = kind.power.max - kind.power.idle
        let bench = try bench(nodes: 3, budget: base + each * 17)
        try bench.submit(job(8, time: 1000, runs: 1000))
        try bench.submit(job(8, time: 1000, runs: 1000))
        let gang = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let one = try bench.submit(job(1, time: nil, runs: 9000))
        #expect(try bench.state(one) == .running)
        let two = try bench.submit(job(1, time: nil, runs: 9000))
        #expect(try bench.state(two) == .pending)
        bench.pass(.seconds(1000))
        #expect(try bench.state(gang) == .running && bench.state(two) == .pending)
    }

    @Test("a cancelled holder lets the others go, and a drained node of its moves the reservation")
    func changes() throws {
        let bench = try bench(nodes: 3)
        for _ in 0..<3 { try bench.submit(job(8, time: 1000, runs: 1000)) }
        let gang = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let first = try #require(bench.scheduler.work.reservations.all.first)
        #expect(first.id == gang)
        let node = try #require(first.members.first?.node)
        try bench.run { try $0.drain(node, reason: "fan", by: Samples.root, at: bench.now) }
        let moved = try #require(bench.scheduler.work.reservations.all.first)
        #expect(moved.id == gang && !moved.members.contains { $0.node == node })
        try bench.run { try $0.cancel(gang, by: Samples.ann, at: bench.now) }
        #expect(bench.scheduler.work.reservations.all.isEmpty)
        #expect(bench.scheduler.placement.isAdmitting(try #require(bench.scheduler.placement.index(of: moved.members[0].node))))
    }

    @Test("a job waits for its reservation as long as the policy says")
    func after() throws {
        let bench = try bench(nodes: 1) { $0.backfill.after = .seconds(100) }
        try bench.submit(job(4, time: 1000, runs: 1000))
        let whole = try bench.submit(job(8, time: 600, runs: 600))
        #expect(bench.scheduler.work.reservations.all.isEmpty)
        bench.pass(.seconds(100))
        #expect(bench.scheduler.work.reservations.all.map(\.id) == [whole])
        #expect(try bench.state(bench.submit(job(1, time: nil, runs: 10))) == .pending)
    }

    @Test("as many jobs have reservations as the policy says, and none is delayed by those behind it")
    func conservative() throws {
        let bench = try bench(nodes: 2) {
            $0.backfill.method = .conservative
            $0.backfill.reservations = 2
        }
        try bench.submit(job(8, time: 1000, runs: 1000))
        try bench.submit(job(4, time: 500, runs: 500))
        let first = try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let second = try bench.submit(job(8, time: 600, runs: 600))
        #expect(bench.scheduler.work.reservations.all.map(\.id) == [first, second])
        // The second could start at 500, and the first is to start at 1000.
        bench.pass(.seconds(1000))
        #expect(try bench.state(first) == .running && bench.state(second) == .pending)
        bench.pass(.seconds(600))
        #expect(try bench.state(second) == .running)
    }

    @Test("a service is kept off what is reserved, for it never ends")
    func services() throws {
        let bench = try bench(nodes: 2)
        try bench.submit(job(6, time: 1000, runs: 1000))
        try bench.submit(job(8, time: 2000, runs: 2000))
        let whole = try bench.submit(job(8, time: 600, runs: 600))
        let service = try bench.submit(
            Samples.job("s", .service) { spec in
                spec.replicas = ReplicaRange(min: 1, max: 4)
                spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 2)]
            })
        #expect(bench.scheduler.reason(of: try bench.job(service))?.code == .reservedForOther)
        bench.pass(.seconds(1000))
        #expect(try bench.state(whole) == .running && bench.state(service) == .pending)
        bench.pass(.seconds(1000))
        #expect(try bench.job(service).members.count == 4)
    }

    @Test("a restart makes the same reservation again")
    func restart() throws {
        let bench = try bench(nodes: 2)
        try bench.submit(job(8, time: 1000, runs: 1000))
        try bench.submit(job(1, time: 1000, runs: 1000))
        try bench.submit(job(8, nodes: 2, time: 600, runs: 600))
        let long = try bench.submit(job(1, time: 2000, runs: 2000))
        let before = try #require(bench.scheduler.work.reservations.all.first)
        try bench.restart()
        let after = try #require(bench.scheduler.work.reservations.all.first)
        #expect(after.id == before.id && after.moment == before.moment)
        #expect(try bench.state(long) == .pending)
    }

    @Test("a gang of 512 devices starts within its reservation under a flood of small jobs")
    func flood() throws {
        let bench = try bench(nodes: 64)
        var random = SeededGenerator(seed: 11)
        func flood(_ count: Int) throws {
            for _ in 0..<count {
                let time = Int.random(in: 60...1200, using: &random)
                let runs = Int.random(in: 30...time, using: &random)
                try bench.submit(job(Int.random(in: 1...4, using: &random), time: time, runs: runs))
            }
        }
        try flood(150)
        let gang = try bench.submit(job(8, nodes: 64, time: 600, runs: 600))
        let moment = try #require(bench.scheduler.work.reservations.all.first { $0.id == gang }?.moment)
        var rounds = 0
        while try bench.state(gang) == .pending, rounds < 100 {
            try flood(4)
            bench.pass(.seconds(20))
            rounds += 1
        }
        let placed = try #require(bench.job(gang).placedAt)
        #expect(placed <= moment)
        // Small jobs went on starting meanwhile.
        #expect(bench.scheduler.state.jobs.all.count { $0.id.number > gang.number && $0.startedAt != nil } > 20)
    }

    @Test("no first moment is ever broken, whatever arrives and ends", arguments: [1, 2, 3, 4, 5, 6])
    func promises(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bench = try bench(nodes: 4, budget: seed.isMultiple(of: 2) ? Watts(26_000) : nil) {
            $0.backfill.method = seed.isMultiple(of: 3) ? .conservative : .easy
            $0.backfill.reservations = 3
            if seed > 3 { $0.queues = [QueueName(literal: "work"): Policy.Queue(shortest: true)] }
        }
        var promised: [JobID: Timestamp] = [:]
        var kept = 0
        for _ in 0..<250 {
            if Int.random(in: 0..<3, using: &random) > 0 {
                let time = Int.random(in: 20...400, using: &random)
                let nodes = Int.random(in: 0..<5, using: &random) == 0 ? Int.random(in: 2...4, using: &random) : 1
                let devices = [1, 2, 4, 8].randomElement(using: &random) ?? 1
                try bench.submit(job(devices, nodes: nodes, time: time, runs: Int.random(in: 1...time, using: &random)))
            }
            for reservation in bench.scheduler.work.reservations.all.prefix(1) where promised[reservation.id] == nil {
                promised[reservation.id] = reservation.moment
            }
            bench.pass(.seconds(Int.random(in: 1...30, using: &random)))
            for (id, moment) in promised {
                let job = try bench.job(id)
                guard let placed = job.placedAt else {
                    #expect(bench.now <= moment, "job \(id) still waits, seed \(seed)")
                    continue
                }
                kept += 1
                #expect(placed <= moment, "job \(id) was promised \(moment) and started at \(placed), seed \(seed)")
                promised[id] = nil
            }
        }
        #expect(kept > 5, "seed \(seed)")
    }

    @Test("the shortest first: by what a user's jobs took, not by what they asked for; and a replay has learnt the same")
    func shortest() throws {
        let bench = try bench(nodes: 1) {
            $0.backfill.method = .none
            $0.queues = [QueueName(literal: "work"): Policy.Queue(shortest: true)]
        }
        for (caller, runs) in [(Samples.ann, 1000), (Samples.bob, 10)] {
            for _ in 0..<5 {
                try bench.submit(job(8, time: 2000, runs: runs), by: caller)
                bench.pass(.seconds(runs))
            }
        }
        let running = try bench.submit(job(8, time: 2000, runs: 100), by: Samples.eve)
        let long = try bench.submit(job(8, time: 2000, runs: 1000), by: Samples.ann)
        let short = try bench.submit(job(8, time: 2000, runs: 10), by: Samples.bob)
        #expect(try bench.state(running) == .running)
        #expect(bench.scheduler.queueOrder(limit: 2) == [short, long])
        bench.pass(.seconds(100))
        #expect(try bench.state(short) == .running && bench.state(long) == .pending)
        #expect(try bench.replayed().state.times == bench.scheduler.state.times)
        #expect(bench.scheduler.state.times.kinCount > 0)
    }
}

extension Policy.Queue {
    fileprivate init(shortest: Bool) {
        self.init()
        order = shortest ? .shortest : .submitted
    }
}
