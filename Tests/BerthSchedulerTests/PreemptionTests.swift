import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Testing
import TestSupport

/// Jobs that are stopped for others: who, when, with what notice, and what becomes of both.
@Suite("Preemption")
struct PreemptionTests {
    static let serve = QueueName(literal: "serve")
    static let batch = QueueName(literal: "batch")
    static let nist = AgencyName(literal: "nist")

    static func policy() -> Policy {
        var policy = Samples.policy()
        policy.queues[serve] = Policy.Queue(weight: 100)
        policy.queues[serve]?.preempts = [batch]
        policy.queues[batch] = Policy.Queue()
        policy.preemption.minRun = .seconds(60)
        policy.preemption.cooldown = .seconds(300)
        policy.preemption.grace = .seconds(30)
        policy.preemption.notice = 10
        policy.preemption.maxPerJob = 2
        return policy
    }

    private func job(_ queue: QueueName, _ devices: Int, seconds: Int = 1000, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job("p") { spec in
            spec.queue = queue
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: devices)]
            spec.simulation = Simulation(duration: .seconds(seconds), exit: 0)
            change(&spec)
        }
    }

    @Test("a job of a queue that preempts starts in the place of the cheapest, which waits again with its attempt in the history")
    func tiers() throws {
        let bench = try Bench(Samples.gpuFleet(1), PreemptionTests.policy())
        let older = try bench.submit(job(PreemptionTests.batch, 4))
        bench.pass(.seconds(20))
        let younger = try bench.submit(job(PreemptionTests.batch, 4))
        bench.pass(.seconds(100))
        let starter = try bench.submit(job(PreemptionTests.serve, 2))
        #expect(try bench.state(starter) == .running && bench.state(older) == .running)
        let victim = try bench.job(younger)
        #expect(victim.state == .pending && victim.history.count == 1 && victim.history[0].why == "preempted for job \(starter)")
        let stop = bench.journal.entries.compactMap { entry in
            if case .job(younger, .stopping(let reason, let by)) = entry.record { (reason, by) } else { nil }
        }
        #expect(stop.count == 1 && stop[0] == (.preempted, "job \(starter)"))
    }

    @Test("the notice is the policy's signal, and its grace the lesser of the policy's and the job's")
    func notice() throws {
        let bench = try Bench(Samples.gpuFleet(1), PreemptionTests.policy())
        let victim = try bench.submit(job(PreemptionTests.batch, 8) { $0.preemptible = .seconds(7) })
        bench.pass(.seconds(100))
        bench.silent = { if case .exited(let run, _) = $0 { run.job == victim } else { false } }
        let starter = try bench.submit(job(PreemptionTests.serve, 8))
        let stops = bench.effects.compactMap { effect -> (Duration, Int)? in
            if case .stop(let run, let grace, .preempted, let signal) = effect, run.job == victim { (grace, signal) } else { nil }
        }
        #expect(stops.count == 1 && stops[0] == (.seconds(7), 10))
        #expect(try bench.state(victim) == .stopping && bench.state(starter) == .pending)
        let why = try bench.run { try $0.explain(starter, by: Samples.root, at: bench.now) }
        // What the victim leaves is no longer short.
        #expect(why.blockers.map(\.code) == [.waitingForPreempted] && why.blockers[0].domain == victim.description)
    }

    @Test("what victims leave counts once where it is asked what else would have to end")
    func leftOnce() throws {
        let bench = try Bench(Samples.gpuFleet(2), PreemptionTests.policy())
        try bench.submit(job(QueueName(literal: "serve"), 8) { $0.jobClass = .service })
        let victim = try bench.submit(job(PreemptionTests.batch, 8, seconds: 100_000))
        bench.pass(.seconds(100))
        bench.silent = { if case .exited = $0 { true } else { false } }
        let starter = try bench.submit(
            job(PreemptionTests.serve, 4) {
                $0.jobClass = .gang
                $0.nodes = 2
                $0.together = .node
            })
        #expect(try bench.state(victim) == .stopping)
        let node = try #require(bench.job(victim).placements.first?.node)
        try bench.run { try $0.drain(node, reason: "fan", by: Samples.root, at: bench.now) }
        let why = try bench.run { try $0.explain(starter, by: Samples.root, at: bench.now) }
        #expect(why.blockers.contains { $0.code == .waitingForPreempted } && why.blockers.count > 1)
        #expect(!why.blockers.filter { $0.code != .waitingForPreempted }.flatMap(\.clearsWhen).contains { $0.contains("\(victim)") })
    }

    @Test("a plan names those that are then told to end, with their grace, also where it is looked for them only later")
    func planned() throws {
        let bench = try Bench(Samples.gpuFleet(2), PreemptionTests.policy())
        let victims = try (0..<4).map { _ in
            try bench.submit(job(PreemptionTests.batch, 4, seconds: 100_000) { $0.preemptible = .seconds(7) })
        }
        bench.pass(.seconds(100))
        bench.silent = { if case .exited = $0 { true } else { false } }
        for round in 0..<2 {
            let spec = job(PreemptionTests.serve, 4)
            guard case .waits(let blockers, let stops) = try bench.scheduler.plan(spec, by: Samples.ann, at: bench.now) else {
                Issue.record("it would start, or never")
                return
            }
            #expect(blockers.map(\.code) == [.waitingForAccelerators] && stops.count == 1)
            #expect(stops.allSatisfy { $0.members == 1 && $0.grace == .seconds(7) && $0.queue == PreemptionTests.batch })
            let starter = try bench.submit(spec)
            // The second one comes within a second of the look for the first.
            if round == 1 { bench.pass(.seconds(1)) }
            let told = try victims.filter { try bench.job($0).state == .stopping && bench.job($0).by == "job \(starter)" }
            #expect(told == stops.map(\.job), "round \(round)")
        }
        let calm = Samples.job("calm") {
            $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)]
            $0.queue = PreemptionTests.batch
        }
        guard case .waits(_, let none) = try bench.scheduler.plan(calm, by: Samples.ann, at: bench.now) else { return }
        #expect(none.isEmpty)
    }

    @Test("what victims leave is nobody else's, also after a restart")
    func kept() throws {
        let bench = try Bench(Samples.gpuFleet(1), PreemptionTests.policy())
        let victims = try (0..<2).map { _ in try bench.submit(job(PreemptionTests.batch, 4)) }
        bench.pass(.seconds(100))
        var deaf = Set(victims)
        bench.silent = { if case .exited(let run, _) = $0 { deaf.contains(run.job) } else { false } }
        let starter = try bench.submit(job(PreemptionTests.serve, 8))
        #expect(try victims.allSatisfy { try bench.state($0) == .stopping })
        try bench.restart()
        let run = try bench.job(victims[0])
        deaf.remove(victims[0])
        bench.report(.exited(run.runID(of: run.members[0]), .signalled(signal: 10)))
        // Four devices are free, and small jobs wait; the victim itself is one of them.
        let small = try bench.submit(job(PreemptionTests.batch, 1))
        #expect(try bench.state(starter) == .pending && bench.state(small) == .pending && bench.state(victims[0]) == .pending)
        let last = try bench.job(victims[1])
        deaf.remove(victims[1])
        bench.report(.exited(last.runID(of: last.members[0]), .signalled(signal: 10)))
        #expect(try bench.state(starter) == .running)
    }

    @Test("what was kept for one task of an array is not for the next, and the array stays within its limit")
    func arrays() throws {
        let bench = try Bench(Samples.gpuFleet(1), PreemptionTests.policy())
        let victim = try bench.submit(job(PreemptionTests.batch, 8, seconds: 100_000))
        bench.pass(.seconds(100))
        let array = try bench.submit(
            job(PreemptionTests.serve, 2, seconds: 500) { $0.array = ArraySpec(indexes: [0, 1, 2], limit: 1) })
        bench.pass(.seconds(60))
        let states = try (0..<3).map { try bench.state(JobID(number: array.number, task: $0)) }
        #expect(states == [.running, .pending, .pending])
        // Six devices are free, and nothing is kept of them.
        let small = try bench.submit(job(PreemptionTests.batch, 6, seconds: 10))
        #expect(try bench.state(small) == .running && bench.state(victim) == .pending)
    }

    @Test("an attempt that is young, or was preempted lately, or too often, is left alone")
    func protected() throws {
        let bench = try Bench(Samples.gpuFleet(1), PreemptionTests.policy())
        let victim = try bench.submit(job(PreemptionTests.batch, 8, seconds: 100_000))
        func start() throws -> JobID { try bench.submit(job(PreemptionTests.serve, 8, seconds: 10)) }
        let first = try start()
        #expect(try bench.state(first) == .pending)
        bench.pass(.seconds(61))
        #expect(try bench.state(first) == .running)
        bench.pass(.seconds(20))
        #expect(try bench.state(victim) == .running)
        let second = try start()
        bench.pass(.seconds(200))
        #expect(try bench.state(second) == .pending)
        bench.pass(.seconds(150))
        #expect(try bench.state(second) != .pending && bench.job(victim).history.count == 2)
        let third = try start()
        bench.pass(.seconds(5000))
        #expect(try bench.state(third) == .pending && bench.state(victim) == .running)
    }

    @Test("a job need not wait for young attempts to come of age where an older one can give way")
    func prompt() throws {
        let bench = try Bench(Samples.gpuFleet(2), PreemptionTests.policy())
        let old = try bench.submit(job(PreemptionTests.batch, 8, seconds: 100_000))
        bench.pass(.seconds(100))
        let young = try bench.submit(job(PreemptionTests.batch, 8, seconds: 100_000))
        // The only victim that is old enough, for a job that it does not help: the look notes when the other comes of age.
        let both = try bench.submit(
            job(PreemptionTests.serve, 8) {
                $0.jobClass = .gang
                $0.nodes = 2
            })
        #expect(try bench.state(both) == .pending && bench.state(old) == .running)
        bench.pass(.seconds(5))
        let one = try bench.submit(job(PreemptionTests.serve, 8))
        bench.pass(.seconds(2))
        #expect(try bench.state(one) == .running && bench.state(old) == .pending && bench.state(young) == .running)
    }

    @Test("services, and jobs of queues that nobody preempts, are never stopped")
    func spared() throws {
        var policy = PreemptionTests.policy()
        policy.queues[QueueName(literal: "calm")] = Policy.Queue()
        let bench = try Bench(Samples.gpuFleet(2), policy)
        var service = job(PreemptionTests.batch, 8)
        service.jobClass = .service
        let held = [try bench.submit(service), try bench.submit(job(QueueName(literal: "calm"), 8))]
        bench.pass(.seconds(500))
        let starter = try bench.submit(job(PreemptionTests.serve, 8))
        bench.pass(.seconds(200))
        #expect(try bench.state(starter) == .pending && held.allSatisfy { try bench.state($0) == .running })
    }

    @Test("one large job is stopped rather than many small ones, and none more than is needed")
    func sparing() throws {
        let bench = try Bench(Samples.gpuFleet(2), PreemptionTests.policy())
        // One node full of small jobs, the other with one large one.
        let large = try bench.submit(job(PreemptionTests.batch, 8))
        let small = try (0..<8).map { _ in try bench.submit(job(PreemptionTests.batch, 1)) }
        bench.pass(.seconds(200))
        let starter = try bench.submit(job(PreemptionTests.serve, 8))
        #expect(try bench.state(starter) == .running && bench.state(large) == .pending)
        #expect(try small.allSatisfy { try bench.state($0) == .running })
    }

    @Test("an agency within its limits claims back what another has borrowed, and no more")
    func reclaim() throws {
        var policy = Samples.policy()
        policy.fairness = Policy.Fairness(halfLife: .zero)
        policy.preemption.minRun = .seconds(10)
        for name in [Samples.noaa, PreemptionTests.nist] {
            policy.agencies[name] = Policy.Agency(users: ["ann"], deviceLimits: [Samples.h200: 8])
            policy.agencies[name]?.borrowing.devices = [Samples.h200: 8]
        }
        let bench = try Bench(Samples.gpuFleet(2), policy)
        func submit(_ agency: AgencyName) throws -> JobID {
            try bench.submit(
                Samples.job("r") { spec in
                    spec.agency = agency
                    spec.preemptible = .seconds(5)
                    spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
                    spec.simulation = Simulation(duration: .seconds(10_000), exit: 0)
                })
        }
        let borrowed = try (0..<4).map { _ in try submit(Samples.noaa) }
        #expect(try borrowed.allSatisfy { try bench.state($0) == .running })
        bench.pass(.seconds(60))
        let own = try (0..<3).map { _ in try submit(PreemptionTests.nist) }
        bench.pass(.seconds(60))
        let reasons = try own.map { "\(try bench.state($0)) \(bench.scheduler.reason(of: try bench.job($0))?.message ?? "")" }
        #expect(try own.map { try bench.state($0) } == [.running, .running, .pending], "\(reasons)")
        #expect(try borrowed.count { try bench.state($0) == .running } == 2)
    }

    @Test(
        "whatever comes, victims are of the right queues and old enough, and every invariant holds", arguments: 1...6 as ClosedRange<UInt64>
    )
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bench = try Bench(Samples.gpuFleet(3), PreemptionTests.policy())
        for _ in 0..<120 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                _ = try bench.submit(
                    job(
                        PreemptionTests.batch, [1, 2, 4, 8].randomElement(using: &random)!, seconds: .random(in: 10...2000, using: &random))
                )
            case 4..<6:
                _ = try bench.submit(
                    job(PreemptionTests.serve, [1, 4, 8].randomElement(using: &random)!, seconds: .random(in: 10...500, using: &random)))
            case 6: try bench.restart()
            default: bench.pass(.seconds(.random(in: 1...120, using: &random)))
            }
        }
        var (started, queues, counts): ([JobID: Timestamp], [JobID: QueueName?], [JobID: Int]) = ([:], [:], [:])
        for entry in bench.journal.entries {
            guard case .job(let id, let event) = entry.record else { continue }
            switch event {
            case .submitted(let submission): queues[id] = .some(submission.spec.queue)
            case .started: started[id] = entry.time
            case .stopping(.preempted, let by):
                counts[id, default: 0] += 1
                #expect(queues[id] == .some(PreemptionTests.batch), "seed \(seed): job \(id) is stopped by \(by)")
                let age = try entry.time - #require(started[id])
                #expect(age >= (counts[id] == 1 ? .seconds(60) : .seconds(300)), "seed \(seed): job \(id) is \(age.short) old")
                #expect(counts[id] ?? 0 <= 2, "seed \(seed): job \(id) is preempted too often")
            default: break
            }
        }
        #expect(!counts.isEmpty, "seed \(seed): nobody was preempted")
        #expect(try bench.replayed().stateDigestText == bench.scheduler.stateDigestText, "seed \(seed)")
    }
}
