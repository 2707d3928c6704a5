import BerthModel
import BerthPolicy
import Testing

@testable import BerthPlacement
@testable import BerthScheduler

@Suite("What is learnt from submissions")
struct LearningTests {
    /// Jobs of several sizes, some of which wait, are cancelled or end.
    private func submitted(_ bench: Bench) throws {
        for round in 0..<40 {
            let id = try bench.submit(
                Samples.job {
                    $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: [1, 2, 4, 8][round % 4])]
                    $0.simulation = Simulation(duration: .seconds(1 + round % 5), exit: 0)
                })
            if round % 7 == 0, try !bench.state(id).isFinal { try bench.run { try $0.cancel(id, by: Samples.ann, at: bench.now) } }
            if round % 3 == 0 { bench.pass(.seconds(1)) }
        }
    }

    @Test("after a crash the same is known as before, of jobs that are over too")
    func replay() throws {
        let bench = try Bench(Samples.mixedFleet())
        try submitted(bench)
        let before = try #require(bench.scheduler.work.chooser).demand
        try bench.restart()
        let after = try #require(bench.scheduler.work.chooser).demand
        #expect(before.count == 40 && before.needs.count == 4)
        #expect((after.count, after.needs, after.weights) == (before.count, before.needs, before.weights))
        #expect((after.tableCount, after.tableWeights) == (before.tableCount, before.tableWeights))
    }

    @Test("a plan learns nothing, and a trial of a job that waits does not count again")
    func plans() throws {
        let bench = try Bench(Samples.mixedFleet())
        let spec = Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)] }
        for _ in 0..<3 { _ = try bench.scheduler.plan(spec, by: Samples.ann, at: bench.now) }
        #expect(bench.scheduler.work.chooser?.demand.count == 0)
        for _ in 0..<9 { try bench.submit(spec) }
        for _ in 0..<5 { bench.pass(.seconds(1)) }
        #expect(bench.scheduler.work.chooser?.demand.count == 9)
    }

    @Test("a policy that leaves the choice to the core has no chooser, and a new policy brings it, with all that was submitted")
    func policies() throws {
        var policy = Samples.policy()
        policy.placement = .bestFit
        let bench = try Bench(Samples.mixedFleet(), policy)
        #expect(bench.scheduler.work.chooser == nil)
        try submitted(bench)
        policy.placement = .learnt
        _ = try bench.run { try $0.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: bench.now) }
        #expect(bench.scheduler.work.chooser?.demand.count == 40)
        policy.placement = .firstFit
        _ = try bench.run { try $0.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: bench.now) }
        let first = try bench.submit(Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 1)] })
        #expect(try bench.state(first) == .running)
    }
}
