import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Testing
import TestSupport

/// Random commands, reports and time against small fleets. After each step `Bench` checks invariants 1, 2, 6 and 8.
@Suite("Random runs")
struct RandomRunTests {
    private struct Run {
        let bench: Bench
        var random: SeededGenerator
        var ids: [JobID] = []

        init(seed: UInt64) throws {
            var policy = Samples.policy(budget: Watts(14_000))
            policy.queues = [QueueName(literal: "work"): Policy.Queue(weight: 10)]
            policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 12]
            bench = try Bench(Samples.mixedFleet(), policy)
            random = SeededGenerator(seed: seed)
        }

        mutating func spec() -> JobSpec {
            let jobClass = JobClass.allCases.randomElement(using: &random)!
            return Samples.job("r", jobClass) { spec in
                if jobClass == .gang { spec.nodes = .random(in: 1...3, using: &random) }
                if jobClass == .service {
                    spec.replicas = ReplicaRange(min: .random(in: 1...2, using: &random), max: .random(in: 2...4, using: &random))
                    if Bool.random(using: &random) { spec.readiness = Readiness(probe: .tcp) }
                }
                if jobClass == .batch, Int.random(in: 0..<4, using: &random) == 0 {
                    spec.array = ArraySpec(indexes: [0, 1, 2, 3], limit: Bool.random(using: &random) ? 2 : nil)
                }
                spec.accelerators = [
                    [], [(Samples.h200, 2)], [(Samples.h200, 8)], [(Samples.trn2, 4)], [(Samples.trn2, 8), (Samples.h200, 4)],
                ]
                .randomElement(using: &random)!.map { AcceleratorRequest(kind: $0.0, count: $0.1) }
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let part = ["h200:mig=3g.71gb", "h200:mig=1g.18gb", "h200:fraction=400/30GiB", "trn2:4:lnc=1"].randomElement(
                        using: &random)!
                    spec.accelerators = (try? AcceleratorRequest.alternatives(parsing: part)) ?? []
                } else if jobClass == .gang, Int.random(in: 0..<3, using: &random) == 0 {
                    spec.together = .node
                }
                spec.cpus = [.cores(1), .cores(3), CoreShare(eighths: 2)].randomElement(using: &random)!
                spec.priority = .random(in: -2...2, using: &random)
                spec.hold = Int.random(in: 0..<8, using: &random) == 0
                spec.requeue = Bool.random(using: &random)
                spec.maxAttempts = spec.requeue ? 3 : 1
                if Bool.random(using: &random) { spec.time = .seconds(.random(in: 5...40, using: &random)) }
                spec.simulation = Simulation(
                    duration: .seconds(.random(in: 1...50, using: &random)), exit: .random(in: 0...1, using: &random))
                if let other = ids.randomElement(using: &random), Int.random(in: 0..<3, using: &random) == 0 {
                    spec.dependencies = [Dependency(Dependency.Condition.allCases.randomElement(using: &random)!, other)]
                }
            }
        }

        mutating func step() throws {
            let id = ids.randomElement(using: &random)
            let choice = Int.random(in: 0..<16, using: &random)
            do {
                switch (choice, id) {
                case (0..<6, _), (_, nil):
                    ids.append(try bench.submit(spec(), by: [Samples.ann, Samples.bob].randomElement(using: &random)!))
                case (6, let id?): try bench.run { try $0.cancel(id, by: Samples.root, at: bench.now) }
                case (7, let id?): try bench.run { try $0.hold(id, by: Samples.root, at: bench.now) }
                case (8, let id?): try bench.run { try $0.release(id, by: Samples.root, at: bench.now) }
                case (9, let id?): try bench.run { try $0.requeue(id, by: Samples.root, at: bench.now) }
                case (10, let id?): try bench.run { try $0.update(id, priority: 1, time: nil, by: Samples.root, at: bench.now) }
                case (11, _): try toggleDrain()
                case (12, _): try bench.restart()
                case (13, _): try failSomething()
                default: bench.pass(.milliseconds(.random(in: 1...20_000, using: &random)))
                }
            } catch let error as BerthError where [.conflict, .neverFits].contains(error.code) {
                bench.check()
            }
        }

        mutating func toggleDrain() throws {
            let node = bench.fleet.nodes.randomElement(using: &random)!.name
            if bench.scheduler.state.drains[node] == nil {
                try bench.run { try $0.drain(node, reason: "test", by: Samples.root, at: bench.now) }
            } else {
                try bench.run { try $0.undrain(node, by: Samples.root, at: bench.now) }
            }
        }

        mutating func failSomething() throws {
            let live = bench.scheduler.state.jobs.all.filter { $0.state.isActive }.flatMap { job in
                job.members.filter(\.isLive).map { job.runID(of: $0) }
            }
            guard let run = live.randomElement(using: &random) else { return }
            bench.report(
                [.exited(run, .lost), .exited(run, .signalled(signal: 11)), .unready(run, why: "503")].randomElement(using: &random)!)
        }
    }

    @Test("every invariant holds after every step", arguments: 1...12 as ClosedRange<UInt64>)
    func invariants(seed: UInt64) throws {
        var run = try Run(seed: seed)
        for _ in 0..<150 { try run.step() }
        let ids = run.bench.journal.entries.compactMap { entry in if case .job(let id, .submitted) = entry.record { id.number } else { nil }
        }
        #expect(ids == Array(1...UInt64(max(1, ids.count))), "seed \(seed): numbers ascend without gaps or repeats")
        #expect(run.bench.journal.entries.count > 100, "seed \(seed): little happened")
    }

    @Test("replaying every prefix of the journal gives the state of that moment, byte for byte", arguments: 21...24 as ClosedRange<UInt64>)
    func everyPrefix(seed: UInt64) throws {
        var run = try Run(seed: seed)
        for _ in 0..<60 { try run.step() }
        let entries = run.bench.journal.entries
        // The live states, one entry at a time, against a replay from nothing each time.
        var live = SchedulerState()
        for count in 1...entries.count {
            try live.apply(entries[count - 1])
            if count % 7 == 0 || count == entries.count {
                #expect(try run.bench.replayed(count).stateDigestText == live.canonicalDump, "seed \(seed), prefix \(count)")
            }
        }
        #expect(run.bench.scheduler.stateDigestText == live.canonicalDump, "seed \(seed)")
    }

    @Test("a daemon can go on from every prefix of the journal", arguments: [31, 32] as [UInt64])
    func goesOn(seed: UInt64) throws {
        var run = try Run(seed: seed)
        for _ in 0..<50 { try run.step() }
        for count in 1...run.bench.journal.entries.count {
            let scheduler = try run.bench.replayed(count)
            let orders = try scheduler.finishReplay(at: run.bench.now)
            scheduler.advance(to: run.bench.now)
            let live = scheduler.state.jobs.all.filter { $0.state.isActive }.flatMap(\.placements)
            #expect(scheduler.placement.checkInvariants(placements: live).isEmpty, "seed \(seed), prefix \(count)")
            #expect(Set(orders.map(\.run)).count == orders.count)
        }
    }

    @Test("a restarted daemon orders the same runs as the one before it")
    func sameOrders() throws {
        let bench = try Bench(Samples.mixedFleet())
        try bench.submit(
            Samples.job("g", .gang) {
                $0.nodes = 3
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
            })
        let first = bench.effects.compactMap { effect in if case .start(let due) = effect { due.order() } else { nil } }
        #expect(try bench.replayed().finishReplay(at: bench.now) == first)
    }

    @Test("twenty thousand identical jobs that wait cost one question to the placement core, and a pass is quick")
    func manyPending() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n", [], cores: 2)]))
        let scheduler = bench.scheduler
        let spec = Samples.job {
            $0.cpus = .cores(2)
            $0.simulation = Simulation(duration: .seconds(1))
        }
        try bench.run { for _ in 0..<20_000 { _ = try $0.submit(spec, by: Samples.ann, key: nil, at: bench.now) } }
        bench.pass(.seconds(3))
        #expect(scheduler.jobs(visibleTo: Samples.ann, states: [.succeeded]).count == 3)
        #expect(scheduler.jobs(visibleTo: Samples.ann, states: [.running]).map(\.id.number) == [4])
    }
}
