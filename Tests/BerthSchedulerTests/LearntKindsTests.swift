import BerthModel
import BerthPolicy
import Testing

@testable import BerthScheduler

@Suite("Kinds learnt from jobs")
struct LearntKindsTests {
    private let serve = WorkloadName(literal: "serve")

    private func policy(learning: Bool = true) -> Policy {
        var policy = Samples.policy()
        policy.objective = .throughput
        policy.workloads = [
            serve: Policy.Workload(profiles: [
                Policy.Profile(kind: Samples.h200, slots: 4, throughputThousandths: 1000), Policy.Profile(kind: Samples.trn2, slots: 4),
            ])
        ]
        if learning {
            policy.learning = Policy.Learning()
            policy.learning?.least = 3
        }
        return policy
    }

    @discardableResult
    private func job(on kind: KindName?, _ seconds: Int, _ bench: Bench, _ change: (inout JobSpec) -> Void = { _ in }) throws -> JobID {
        try bench.submit(
            Samples.job {
                $0.workload = serve
                $0.accelerators = kind.map { [AcceleratorRequest(kind: $0, count: 4)] } ?? []
                $0.simulation = Simulation(duration: .seconds(seconds), exit: 0)
                change(&$0)
            })
    }

    private func key(_ kind: KindName) -> KindTimes.Key { KindTimes.Key(workload: serve, members: 1, kind: kind, slots: 4) }

    @Test("what jobs showed decides for the next one, of a kind without a figure only")
    func choice() throws {
        let bench = try Bench(Samples.mixedFleet(), policy())
        for _ in 0..<3 {
            try job(on: Samples.h200, 100, bench)
            try job(on: Samples.trn2, 50, bench)
            bench.pass(.seconds(200))
        }
        let next = try job(on: nil, 10, bench)
        #expect(try bench.job(next).placements.first?.kind == Samples.trn2)
        #expect(
            bench.scheduler.kindPhrases(of: try bench.job(next).spec) == [
                "4 x h200: 1 (policy revision 1)", "4 x trn2: 2 (learnt from 3 jobs)",
            ])
        // Without learning the kind with a figure comes first.
        let other = try Bench(Samples.mixedFleet(), policy(learning: false))
        for _ in 0..<3 {
            try job(on: Samples.h200, 100, other)
            try job(on: Samples.trn2, 50, other)
            other.pass(.seconds(200))
        }
        #expect(try other.job(try job(on: nil, 10, other)).placements.first?.kind == Samples.h200)
        #expect(other.scheduler.state.kindTimes[key(Samples.trn2)]?.jobs == 3)
    }

    @Test("a plan says what the submission then does, also when something was learnt in between")
    func plans() throws {
        let bench = try Bench(Samples.mixedFleet(), policy())
        for round in 0..<4 {
            let spec = Samples.job {
                $0.workload = serve
                $0.simulation = Simulation(duration: .seconds(5), exit: 0)
            }
            guard case .startsNow(let members, _) = try bench.scheduler.plan(spec, by: Samples.ann, at: bench.now) else {
                Issue.record("round \(round) does not start")
                continue
            }
            let id = try bench.submit(spec)
            #expect(try bench.job(id).placements.first?.kind == members.first?.kind)
            try job(on: Samples.h200, 100, bench)
            try job(on: Samples.trn2, 50, bench)
            bench.pass(.seconds(200))
        }
    }

    @Test("only whole runs count: none that failed, was cancelled, ran out of time, came back, was capped, or held a part of a board")
    func whole() throws {
        let bench = try Bench(Samples.mixedFleet(), policy())
        try job(on: Samples.h200, 10, bench) { $0.simulation = Simulation(duration: .seconds(10), exit: 3) }
        let cancelled = try job(on: Samples.h200, 1000, bench)
        try job(on: Samples.trn2, 1000, bench) { $0.time = .seconds(20) }
        let again = try job(on: Samples.trn2, 60, bench) {
            $0.requeue = true
            $0.maxAttempts = 3
        }
        try job(on: Samples.h200, 10, bench) { $0.powerCap = Watts(400) }
        try job(on: nil, 10, bench) { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 1, partition: .mig("1g.18gb"))] }
        bench.pass(.seconds(15))
        try bench.run { try $0.cancel(cancelled, by: Samples.ann, at: bench.now) }
        try bench.run { try $0.requeue(again, by: Samples.ann, at: bench.now) }
        bench.pass(.seconds(300))
        #expect(try bench.state(again) == .succeeded && bench.job(again).attempt == 2)
        #expect(bench.scheduler.state.kindTimes == KindTimes())
        try job(on: Samples.h200, 10, bench)
        bench.pass(.seconds(30))
        #expect(bench.scheduler.state.kindTimes.all.map(\.key) == [key(Samples.h200)])
    }

    @Test("after a crash the same is known, and the dump tells it")
    func replay() throws {
        let bench = try Bench(Samples.mixedFleet(), policy())
        for round in 0..<12 {
            try job(on: round % 2 == 0 ? Samples.h200 : Samples.trn2, 10 + 7 * round, bench)
            bench.pass(.seconds(60))
        }
        let before = bench.scheduler.state.kindTimes
        #expect(before.all.count == 2)
        try bench.restart()
        #expect(bench.scheduler.state.kindTimes == before)
        #expect(bench.scheduler.stateDigestText.contains("\nlearnt serve members 1 kind trn2 slots 4 jobs "))
    }
}
