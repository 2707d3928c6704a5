import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

/// What the study of explanations on copies of the state has found (docs/decisions/0162), one by one.
@Suite("Why: nothing missing, nothing needless")
struct WhyTruthTests {
    private static let later = QueueName(literal: "later")

    private func asking(_ count: Int, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job { spec in
            if count > 0 { spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: count)] }
            spec.simulation = Simulation(duration: .seconds(10_000), exit: 0)
            change(&spec)
        }
    }

    private func explain(_ bench: Bench, _ id: JobID) throws -> Explanation {
        try bench.scheduler.explain(id, by: Samples.root, at: bench.now)
    }

    @Test("limits of several levels of the tree are all stated")
    func levels() throws {
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.parent = Samples.nasa
        for name in [Samples.noaa, Samples.nasa] { policy.agencies[name]?.deviceLimits = [Samples.h200: 6] }
        let bench = try Bench(Samples.gpuFleet(2), policy)
        try bench.submit(asking(4))
        let id = try bench.submit(asking(4))
        #expect(try explain(bench, id).blockers.map(\.domain) == ["noaa", "nasa"])
    }

    @Test("a job at a limit is told what else is short for the alternative that lacks least")
    func limited() throws {
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 8, Samples.trn2: 8]
        let bench = try Bench(Samples.mixedFleet(), policy)
        try bench.submit(asking(8))
        try bench.submit(asking(8), by: Samples.eve)
        try bench.submit(asking(0) { $0.accelerators = [AcceleratorRequest(kind: Samples.trn2, count: 8)] })
        // No h200 is free; half of the trn2 are.
        let id = try bench.submit(
            asking(4) { $0.accelerators.append(AcceleratorRequest(kind: Samples.trn2, count: 4)) })
        #expect(try explain(bench, id).blockers.map(\.code) == [.agencyQuota])
        let only = try bench.submit(asking(4))
        #expect(try explain(bench, only).blockers.map(\.code) == [.agencyQuota, .waitingForAccelerators])
    }

    @Test("a held task of an array at its limit is told of the limit too")
    func heldTask() throws {
        let bench = try Bench(Samples.gpuFleet(1))
        let array = try bench.submit(asking(1) { $0.array = ArraySpec(indexes: [0, 1], limit: 1) })
        let task = JobID(number: array.number, task: 1)
        try bench.run { try $0.hold(task, by: Samples.ann, at: bench.now) }
        #expect(try explain(bench, task).blockers.map(\.code) == [.heldByUser, .arrayLimit])
    }

    @Test("a job whose agency may no longer run it is told what keeps it besides")
    func disallowed() throws {
        let bench = try Bench(Samples.gpuFleet(1))
        try bench.submit(asking(8))
        let id = try bench.submit(asking(4))
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.models = ["m-*"]
        try bench.run { try $0.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: bench.now) }
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.map(\.code) == [.notAllowed, .waitingForAccelerators])
        #expect(explanation.change == nil)
    }

    @Test("a cap is no change for a job that may get a kind without caps")
    func capped() throws {
        let bench = try Bench(Samples.mixedFleet(), Samples.policy(budget: Watts(10_300)))
        try bench.submit(asking(8))
        let id = try bench.submit(asking(8) { $0.accelerators.append(AcceleratorRequest(kind: Samples.trn2, count: 16)) })
        let explanation = try explain(bench, id)
        #expect(explanation.blockers.contains { $0.code == .waitingForPower })
        #expect(explanation.change.map { !$0.contains("--power-cap") } ?? true)
    }

    @Test("what is kept for another job is no change either")
    func reserved() throws {
        var policy = Samples.policy()
        policy.backfill.method = .easy
        let bench = try Bench(Samples.gpuFleet(2), policy)
        try bench.submit(
            asking(6) {
                $0.nodeList = [NodeName(literal: "h-1")]
                $0.time = .seconds(1000)
            })
        try bench.submit(
            asking(0) {
                $0.cpus = .cores(10)
                $0.time = .seconds(1000)
                $0.nodeList = [NodeName(literal: "h-2")]
            })
        let gang = try bench.submit(
            asking(8) {
                $0.jobClass = .gang
                $0.nodes = 2
            })
        let id = try bench.submit(asking(8) { $0.cpus = .cores(12) })
        #expect(try bench.state(gang) == .pending && bench.state(id) == .pending)
        let explanation = try explain(bench, id)
        // With six cores it would fit on h-2, which is kept for the gang.
        #expect(explanation.blockers.count == 1 && explanation.blockers[0].code.tier == 4 && explanation.change == nil)
    }

    @Test("nothing is kept from a job by a reservation of one whose turn is after its own")
    func turn() throws {
        var policy = Samples.policy()
        policy.backfill.method = .easy
        policy.queues[WhyTruthTests.later] = Policy.Queue()
        policy.queues[WhyTruthTests.later]?.isStopped = true
        policy.queues[QueueName(literal: "now")] = Policy.Queue()
        let bench = try Bench(Samples.gpuFleet(1), policy)
        let id = try bench.submit(asking(2) { $0.queue = WhyTruthTests.later })
        try bench.submit(asking(4) { $0.queue = QueueName(literal: "now") })
        let holder = try bench.submit(asking(8) { $0.queue = QueueName(literal: "now") })
        #expect(try bench.state(holder) == .pending)
        #expect(try explain(bench, id).blockers.map(\.code) == [.queueStopped])
    }

    @Test("a service takes a node with a free port, and waits for one where none has any")
    func ports() throws {
        let fleet = Samples.fleet(try (1...2).map { try Samples.node("h-\($0)", [("h200", 8)]) }, ports: 20_000...20_000)
        let bench = try Bench(fleet)
        let ids = try (0..<3).map { _ in
            try bench.submit(
                asking(1) {
                    $0.jobClass = .service
                    $0.simulation = nil
                })
        }
        #expect(try bench.state(ids[0]).isActive && bench.state(ids[1]).isActive)
        #expect(try explain(bench, ids[2]).blockers.map(\.code) == [.waitingForPorts])
    }

    @Test("a service is told of the reservation that keeps it off a free port, and not of the node that has none")
    func keptPort() throws {
        var policy = Samples.policy()
        policy.backfill.method = .easy
        let fleet = Samples.fleet(try (1...2).map { try Samples.node("h-\($0)", [("h200", 8)]) }, ports: 20_000...20_000)
        let bench = try Bench(fleet, policy)
        func service(on node: StaticString) -> JobSpec {
            asking(1) { spec in
                spec.jobClass = .service
                spec.simulation = nil
                spec.nodeList = [NodeName(literal: node)]
            }
        }
        try bench.submit(service(on: "h-1"))
        try bench.submit(
            asking(6) {
                $0.nodeList = [NodeName(literal: "h-2")]
                $0.time = .seconds(1000)
            })
        let holder = try bench.submit(asking(8) { $0.nodeList = [NodeName(literal: "h-2")] })
        var either = service(on: "h-2")
        either.nodeList.append(NodeName(literal: "h-1"))
        let id = try bench.submit(either)
        let blockers = try explain(bench, id).blockers
        #expect(blockers.map(\.code) == [.reservedForOther] && blockers.first?.domain == holder.description)
    }

    @Test("cores and memory that are both short are short on one node")
    func oneNode() throws {
        let bench = try Bench(Samples.gpuFleet(2))
        func holding(_ cores: Int, _ gibibytes: Int, on node: StaticString) -> JobSpec {
            asking(0) {
                $0.cpus = .cores(cores)
                $0.memory = .gibibytes(gibibytes)
                $0.nodeList = [NodeName(literal: node)]
            }
        }
        // Most cores are free on one, most memory on the other, and of both too few.
        try bench.submit(holding(14, 50, on: "h-1"))
        try bench.submit(holding(16, 40, on: "h-2"))
        let id = try bench.submit(
            asking(0) {
                $0.cpus = .cores(4)
                $0.memory = .gibibytes(30)
            })
        let blockers = try explain(bench, id).blockers
        #expect(Set(blockers.map(\.code)) == [.waitingForCores, .waitingForMemory] && Set(blockers.map(\.domain)).count == 1)
    }

    @Test("a job that needs no watts waits like all others where a budget is passed, after a restart too")
    func overBudget() throws {
        let bench = try Bench(Samples.gpuFleet(1), Samples.policy(budget: Watts(4000)))
        try bench.submit(asking(4))
        let lower = Samples.policy(budget: Watts(2000))
        try bench.run { try $0.applyPolicy(text: "", policy: lower, ifRevision: nil, by: Samples.root, at: bench.now) }
        let id = try bench.submit(asking(0))
        let leader = try #require(try explain(bench, id).blockers.first)
        #expect(try bench.state(id) == .pending && leader.code == .waitingForPower && leader.need == 0)
    }

    @Test("an agency goes first only where its job starts wherever this one does")
    func first() throws {
        var policy = Samples.policy()
        policy.fairness = Policy.Fairness(halfLife: .zero)
        let bench = try Bench(Samples.gpuFleet(1), policy)
        try bench.submit(asking(7))
        try bench.submit(asking(8), by: Samples.eve)
        let small = try bench.submit(asking(2))
        #expect(try explain(bench, small).blockers.map(\.code) == [.waitingForAccelerators])
        try bench.submit(asking(2), by: Samples.eve)
        #expect(try explain(bench, small).blockers.map(\.code) == [.fairShare, .waitingForAccelerators])
    }

    @Test("an idle host that changes its label at once keeps nobody")
    func labels() throws {
        var policy = Samples.policy()
        policy.hostLabels[LabelName(literal: "il5")] = Policy.HostLabel()
        policy.queues[WhyTruthTests.later] = Policy.Queue()
        policy.queues[WhyTruthTests.later]?.isStopped = true
        policy.agencies[Samples.nasa]?.labels = [LabelName(literal: "il5")]
        let bench = try Bench(Samples.gpuFleet(1), policy)
        let id = try bench.submit(asking(2) { $0.queue = WhyTruthTests.later }, by: Samples.eve)
        #expect(try explain(bench, id).blockers.map(\.code) == [.queueStopped])
        // Nor does it when it is drained: the drain does.
        try bench.run { try $0.drain(NodeName(literal: "h-1"), reason: "fan", by: Samples.root, at: bench.now) }
        #expect(try explain(bench, id).blockers.map(\.code) == [.queueStopped, .waitingForNodes])
    }
}
