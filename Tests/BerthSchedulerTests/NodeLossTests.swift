import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Nodes that are lost and come back")
struct NodeLossTests {
    private let all = ["n-1", "n-2", "n-3"]

    private func bench() throws -> WatchedBench {
        try WatchedBench(Samples.fleet(try all.map { try Samples.node($0, [("h200", 8)]) }))
    }

    private func spec(_ jobClass: JobClass = .batch, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job("j", jobClass) { spec in
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 8)]
            change(&spec)
        }
    }

    private func starts(_ effects: [Effect]) -> [RunID] { effects.compactMap { if case .start(let order) = $0 { order.run } else { nil } } }
    private func stops(_ effects: [Effect]) -> [RunID] { effects.compactMap { if case .stop(let run, _, _, _) = $0 { run } else { nil } } }

    private func forgotten(_ effects: [Effect]) -> [RunID] {
        effects.flatMap { if case .forget(let runs) = $0 { runs } else { [RunID]() } }
    }
    private func renewed(_ effects: [Effect]) -> [Int] {
        effects.compactMap { if case .renew(_, _, let session) = $0 { session } else { nil } }
    }

    @Test("a node that is silent for its lease is lost with what ran there, and the job is tried again elsewhere")
    func lost() throws {
        let bench = try bench()
        let id = try bench.submit(
            spec {
                $0.requeue = true
                $0.maxAttempts = 2
            })
        let first = try bench.node(id)
        bench.report(.started(bench.run(id), pid: 7))
        try bench.pass(.seconds(80), heard: all.filter { $0 != first })
        #expect(bench.nodeRecords == [.nodeLost(try NodeName(first))])
        let job = try bench.job(id)
        #expect(job.attempt == 2 && job.history.first?.outcomes == [.lost])
        #expect(try bench.node(id) != first)
    }

    @Test("a job without another attempt ends as failed when its node is lost")
    func notTriedAgain() throws {
        let bench = try bench()
        let id = try bench.submit(spec())
        let node = try bench.node(id)
        try bench.pass(.seconds(80), heard: all.filter { $0 != node })
        #expect(try bench.job(id).state == .failed)
    }

    @Test("a gang that loses a member with its node stops, and is tried again as a whole")
    func gang() throws {
        let bench = try bench()
        let id = try bench.submit(
            spec(.gang) {
                $0.nodes = 2
                $0.requeue = true
                $0.maxAttempts = 3
            })
        let (gone, stays) = (try bench.node(id), try bench.node(id, member: 1))
        let other = NodeContact.Run(bench.run(id, member: 1), .running(pid: 3, isReady: nil))
        try bench.pass(.seconds(100), heard: all.filter { $0 != gone }, [stays: [other]])
        #expect(try bench.job(id).state == .stopping)
        bench.report(.exited(bench.run(id, member: 1), .signalled(signal: 15)))
        #expect(try bench.job(id).attempt == 2)
        #expect(try bench.job(id).placements.allSatisfy { $0.node.text != gone })
    }

    @Test("a service gets another place for the replica whose node was lost, and its other replicas run on")
    func replica() throws {
        let bench = try bench()
        let id = try bench.submit(spec(.service) { $0.replicas = ReplicaRange(min: 2, max: 2) })
        for member in 0..<2 { bench.report(.started(bench.run(id, member: member), pid: member + 1)) }
        let (gone, stays) = (try bench.node(id), try bench.node(id, member: 1))
        let other = NodeContact.Run(bench.run(id, member: 1), .running(pid: 2, isReady: nil))
        try bench.pass(.seconds(80), heard: all.filter { $0 != gone }, [stays: [other]])
        let job = try bench.job(id)
        #expect(job.attempt == 1 && job.members[0].run == 2 && job.members[1].run == 1)
        #expect(try bench.node(id) != gone)
        #expect(job.placements.count == 2)
    }

    @Test("a replica without another place waits for one, also over a restart of the daemon, and gets its own node again")
    func displaced() throws {
        let bench = try bench()
        let id = try bench.submit(spec(.service) { $0.replicas = ReplicaRange(min: 3, max: 3) })
        let runs = Dictionary(
            uniqueKeysWithValues: try (0..<3).map {
                (try bench.node(id, member: $0), [NodeContact.Run(bench.run(id, member: $0), .starting)])
            })
        let gone = try bench.node(id, member: 1)
        try bench.pass(.seconds(80), heard: all.filter { $0 != gone }, runs)
        #expect(try bench.job(id).members[1].phase == .displaced(after: .lost))
        #expect(try bench.job(id).placements.map(\.member) == [0, 2])
        try bench.restart()
        #expect(try bench.job(id).placements.map(\.member) == [0, 2])
        try bench.contact(gone)
        #expect(bench.nodeRecords.last == .nodeBack(try NodeName(gone), heldUntil: nil))
        #expect(try bench.job(id).members[1].phase == .ordered && bench.job(id).members[1].run == 2)
        #expect(try bench.node(id, member: 1) == gone)
    }

    @Test("nothing is placed on a lost node, and the explanation says that it waits for the node")
    func waits() throws {
        let bench = try bench()
        try bench.pass(.seconds(80), heard: ["n-2", "n-3"])
        let id = try bench.submit(spec(.gang) { $0.nodes = 3 })
        #expect(bench.scheduler.reason(of: try bench.job(id))?.code == .waitingForNodes)
        let explanation = try bench.scheduler.explain(id, by: Samples.root, at: bench.now)
        #expect(explanation.blockers.first?.clearsWhen == ["node n-1 is heard again"])
        try bench.contact("n-1")
        #expect(try bench.job(id).state == .starting)
    }

    @Test("a node that was lost three times within ten minutes takes nothing for thirty minutes")
    func flapping() throws {
        let bench = try bench()
        let name = try NodeName("n-1")
        for _ in 0..<3 {
            try bench.pass(.seconds(80), heard: ["n-2", "n-3"])
            try bench.contact("n-1")
        }
        let health = try #require(bench.scheduler.state.nodes[name])
        #expect(health.isFlapping && health.session == 3)
        let until = try #require(health.heldUntil)
        #expect(bench.nodeRecords.last == .nodeBack(name, heldUntil: until))
        let id = try bench.submit(spec(.gang) { $0.nodes = 3 })
        #expect(bench.scheduler.reason(of: try bench.job(id))?.code == .waitingForNodes)
        try bench.restart()
        try bench.pass(until - bench.now - .seconds(1), heard: all)
        #expect(try bench.job(id).state == .pending)
        try bench.pass(.seconds(2), heard: all)
        #expect(bench.nodeRecords.last == .nodeSteady(name))
        #expect(try bench.job(id).state == .starting)
    }

    @Test("a host that went down and came up within its lease was lost all the same")
    func reboot() throws {
        let bench = try bench()
        try bench.pass(.seconds(20), heard: all)
        let id = try bench.submit(spec { $0.nodeList = [NodeName(literal: "n-2")] })
        bench.report(.started(bench.run(id), pid: 7))
        try bench.contact("n-2", boot: 2, [NodeContact.Run(bench.run(id), .ended(.lost))])
        let name = try NodeName("n-2")
        #expect(bench.nodeRecords == [.nodeLost(name), .nodeBack(name, heldUntil: nil)])
        #expect(try bench.job(id).state == .failed)
    }

    @Test("an undrained node that is lost takes nothing, and a lost node that comes back drained takes nothing")
    func drains() throws {
        let bench = try bench()
        let name = try NodeName("n-1")
        try bench.scheduler.drain(name, reason: "fan", by: Samples.root, at: bench.now)
        try bench.pass(.seconds(80), heard: ["n-2", "n-3"])
        try bench.scheduler.undrain(name, by: Samples.root, at: bench.now)
        let id = try bench.submit(spec(.gang) { $0.nodes = 3 })
        #expect(try bench.job(id).state == .pending)
        try bench.scheduler.drain(name, reason: "fan", by: Samples.root, at: bench.now)
        try bench.contact("n-1")
        #expect(try bench.job(id).state == .pending)
        try bench.scheduler.undrain(name, by: Samples.root, at: bench.now)
        try bench.contact("n-1")
        #expect(try bench.job(id).state == .starting)
    }

    @Test("a contact says again what reports were lost, and has lost orders repeated")
    func reconciles() throws {
        let bench = try bench()
        let id = try bench.submit(spec())
        let (node, run) = (try bench.node(id), bench.run(id))
        try bench.contact(node)
        #expect(starts(bench.effects) == [run])
        try bench.contact(node, [NodeContact.Run(run, .running(pid: 4, isReady: nil))])
        #expect(try bench.job(id).state == .running && starts(bench.effects).isEmpty)
        try bench.scheduler.cancel(id, by: Samples.root, at: bench.now)
        try bench.contact(node, [NodeContact.Run(run, .running(pid: 4, isReady: nil))])
        #expect(stops(bench.effects).last == run)
        try bench.contact(node, [NodeContact.Run(run, .ended(.signalled(signal: 15)))])
        #expect(try bench.job(id).state == .cancelled && forgotten(bench.effects) == [run])
    }

    @Test("a run that nobody expects is ended, and its end is forgotten")
    func unexpected() throws {
        let bench = try bench()
        let stranger = RunID(job: JobID(number: 9), attempt: 1, member: 0, run: 1)
        try bench.contact("n-1", [NodeContact.Run(stranger, .running(pid: 4, isReady: nil))])
        #expect(stops(bench.effects) == [stranger])
        try bench.contact("n-1", [NodeContact.Run(stranger, .ended(.signalled(signal: 9)))])
        #expect(forgotten(bench.effects) == [stranger])
    }

    @Test("a host changes its label for a replica whose node was lost")
    func labelOfReplica() throws {
        let names = ["h-1", "h-2"]
        let bench = try WatchedBench(Samples.fleet(try names.map { try Samples.node($0, [("h200", 8)]) }), LabelTests.policy(scrub: nil))
        let id = try bench.submit(spec(.service) { $0.agency = LabelTests.nasa })
        let first = try bench.node(id)
        bench.report(.started(bench.run(id), pid: 7))
        let other = try #require(names.first { $0 != first })
        try bench.pass(.seconds(100), heard: [other])
        #expect(try bench.job(id).members.map(\.isPlaced) == [true] && bench.node(id) == other)
    }

    @Test("a scrub that was ordered of a node is ordered again, with its number, whenever the node is heard, until its end is known")
    func scrubAgain() throws {
        let bench = try WatchedBench(Samples.gpuFleet(1), LabelTests.policy())
        let node = try #require(bench.fleet.nodes.first?.name)
        let id = try bench.submit(
            Samples.job("l") { spec in
                spec.agency = LabelTests.nasa
                spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
            })
        func orders() -> [UInt64] { bench.effects.compactMap { if case .scrub(let order) = $0 { order.number } else { nil } } }
        let number = try #require(orders().first)
        try bench.contact(node.text)
        #expect(orders() == [number])
        bench.report(.scrubbed(node, number: number, failure: nil))
        #expect(try bench.job(id).state.isActive)
        try bench.contact(node.text)
        #expect(orders().isEmpty)
    }

    @Test("orders carry the session of their node, and contacts are answered with it")
    func sessions() throws {
        let bench = try bench()
        try bench.pass(.seconds(80), heard: ["n-2", "n-3"])
        try bench.contact("n-1")
        #expect(renewed(bench.effects) == [1])
        let id = try bench.submit(spec { $0.nodeList = [NodeName(literal: "n-1")] })
        let sessions = bench.effects.compactMap { if case .start(let order) = $0 { order.session } else { nil } }
        #expect(try bench.job(id).state == .starting && sessions == [1])
    }
}
