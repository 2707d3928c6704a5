import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Policy revisions")
struct PolicyChangeTests {
    private func apply(_ bench: Bench, _ policy: Policy, ifRevision: Int? = nil, by caller: Caller = Samples.root) throws -> Int {
        try bench.run { try $0.applyPolicy(text: "text", policy: policy, ifRevision: ifRevision, by: caller, at: bench.now) }
    }

    private let four = Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)] }

    @Test("revisions are numbered, and a stale one is refused")
    func numbers() throws {
        let bench = try Bench(Samples.mixedFleet())
        #expect(try apply(bench, Samples.policy(), ifRevision: 1) == 2)
        #expect(refusal { try apply(bench, Samples.policy(), ifRevision: 1) }?.code == .conflict)
        #expect(refusal { try apply(bench, Samples.policy(), by: Samples.ann) }?.code == .notAllowed)
        #expect(bench.scheduler.revision.number == 2)
        #expect(try bench.replayed().state.revision?.number == 2)
    }

    @Test("a lowered budget admits nothing more and stops nothing; a raised one starts what waits")
    func budgets() throws {
        let bench = try Bench(Samples.mixedFleet())
        let running = try bench.submit(four)
        _ = try apply(bench, Samples.policy(budget: Watts(6000)))
        let waiting = try bench.submit(four)
        #expect(try bench.state(running) == .running)
        #expect(bench.scheduler.reason(of: try bench.job(waiting))?.code == .waitingForPower)
        try bench.restart()
        #expect(try bench.state(running) == .running)
        _ = try apply(bench, Samples.policy(budget: Watts(50_000)))
        #expect(try bench.state(waiting) == .running)
    }

    @Test("a policy below the base load is refused and the old one stays")
    func base() throws {
        let bench = try Bench(Samples.mixedFleet())
        let error = refusal { try apply(bench, Samples.policy(budget: Watts(100))) }
        #expect(error?.code == .invalidPolicy && bench.scheduler.revision.number == 1)
        #expect(try bench.state(bench.submit(four)) == .running)
    }

    @Test("a job whose workload the policy drops waits with that reason, and runs again when it is back")
    func droppedWorkload() throws {
        var policy = Samples.policy()
        let name = WorkloadName(literal: "serving")
        policy.workloads = [name: Policy.Workload(profiles: [Policy.Profile(kind: Samples.h200, slots: 8)])]
        let bench = try Bench(Samples.mixedFleet(), policy)
        let id = try bench.submit(
            Samples.job {
                $0.workload = name
                $0.hold = true
            })
        _ = try apply(bench, Samples.policy())
        try bench.run { try $0.release(id, by: Samples.ann, at: bench.now) }
        #expect(bench.scheduler.reason(of: try bench.job(id))?.message.contains("no workload") == true)
        _ = try apply(bench, policy)
        #expect(try bench.state(id) == .running)
    }

    @Test("a state whose jobs run on nodes that the fleet no longer has is refused, naming the job")
    func foreignFleet() throws {
        let bench = try Bench(Samples.mixedFleet())
        try bench.submit(four)
        let other = try Bench.scheduler(Samples.fleet([Samples.node("x-1", [])]), bench.policy)
        for entry in bench.journal.entries { try other.replay(entry) }
        #expect(refusal { try other.finishReplay(at: bench.now) }?.code == .stateForeign)
    }
}
