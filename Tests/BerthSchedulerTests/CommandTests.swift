import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Commands")
struct CommandTests {
    private let long = Samples.job { $0.simulation = Simulation(duration: .seconds(100)) }

    @Test("a held job waits until it is released")
    func hold() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job { $0.hold = true })
        #expect(try bench.state(id) == .held)
        #expect(bench.scheduler.reason(of: try bench.job(id))?.code == .heldByUser)
        try bench.run { try $0.release(id, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(id) == .running)
        #expect(refusal { try bench.scheduler.hold(id, by: Samples.ann, at: bench.now) }?.code == .conflict)
        #expect(refusal { try bench.scheduler.release(id, by: Samples.ann, at: bench.now) }?.code == .conflict)
    }

    @Test("only an operator releases what an operator holds")
    func operatorHold() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job { $0.hold = true })
        try bench.run { try $0.hold(id, by: Samples.root, at: bench.now) }
        #expect(bench.scheduler.reason(of: try bench.job(id))?.code == .heldByOperator)
        #expect(refusal { try bench.scheduler.release(id, by: Samples.ann, at: bench.now) }?.code == .notAllowed)
        try bench.run { try $0.release(id, by: Samples.root, at: bench.now) }
        #expect(try bench.state(id) == .running)
    }

    @Test("a pending job is cancelled at once, a running one stops first")
    func cancel() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n", [], cores: 2)]))
        bench.silent = { report in if case .exited = report { true } else { false } }
        let running = try bench.submit(Samples.job { $0.cpus = .cores(2) })
        let pending = try bench.submit(long)
        try bench.run { try $0.cancel(pending, by: Samples.ann, at: bench.now) }
        try bench.run { try $0.cancel(running, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(pending) == .cancelled)
        #expect(try bench.state(running) == .stopping)
        try bench.run { try $0.cancel(running, by: Samples.ann, at: bench.now) }
        #expect(bench.effects.isEmpty, "a second cancel changes nothing")
        bench.silent = { _ in false }
        bench.report(.exited(RunID(job: running, attempt: 1, member: 0, run: 1), .signalled(signal: 15)))
        #expect(try bench.state(running) == .cancelled)
        #expect(refusal { try bench.scheduler.cancel(running, by: Samples.ann, at: bench.now) }?.code == .conflict)
    }

    @Test("cancelling an array ends all of its tasks")
    func cancelArray() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job { $0.array = ArraySpec(indexes: Array(0..<10), limit: 3) })
        try bench.run { try $0.cancel(id, by: Samples.ann, at: bench.now) }
        let states = try bench.scheduler.jobs(standingFor: id, visibleTo: Samples.ann).map(\.state)
        #expect(states.count == 10 && states.allSatisfy { $0 == .cancelled })
    }

    @Test("a cancellation wins over a stop for another reason")
    func cancelOverrides() throws {
        let bench = try Bench(Samples.mixedFleet())
        bench.silent = { report in if case .exited(_, .signalled) = report { true } else { false } }
        let id = try bench.submit(
            Samples.job("g", .gang) {
                $0.nodes = 2
                $0.requeue = true
                $0.maxAttempts = 9
            })
        bench.report(.exited(RunID(job: id, attempt: 1, member: 0, run: 1), .exited(code: 1)))
        try bench.run { try $0.cancel(id, by: Samples.ann, at: bench.now) }
        bench.silent = { _ in false }
        bench.report(.exited(RunID(job: id, attempt: 1, member: 1, run: 1), .signalled(signal: 15)))
        #expect(try bench.state(id) == .cancelled)
    }

    @Test("a requeued job stops and starts again as the next attempt")
    func requeue() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(long)
        try bench.run { try $0.requeue(id, by: Samples.ann, at: bench.now) }
        let job = try bench.job(id)
        #expect(job.state == .running && job.attempt == 2 && job.history[0].why == "requeued by ann")
    }

    @Test("priority decides who goes first, then the order of submission")
    func priority() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n", [], cores: 2)]))
        func whole(_ name: String, _ priority: Int) -> JobSpec {
            Samples.job(name) {
                $0.cpus = .cores(2)
                $0.priority = priority
                $0.simulation = Simulation(duration: .seconds(1))
            }
        }
        let first = try bench.submit(whole("first", 0))
        let low = try bench.submit(whole("low", 0))
        let raised = try bench.submit(whole("raised", 0))
        let high = try bench.submit(whole("high", 5))
        try bench.run { try $0.update(raised, priority: 9, time: nil, by: Samples.ann, at: bench.now) }
        #expect(bench.scheduler.queueOrder(limit: 9) == [raised, high, low] && bench.scheduler.queueOrder(limit: 1) == [raised])
        bench.pass(.seconds(4))
        let order = try [first, raised, high, low].map { try #require(try bench.job($0).startedAt) }
        #expect(order == order.sorted() && Set(order).count == 4)
    }

    @Test("the time limit changes only while the job waits")
    func updateTime() throws {
        let bench = try Bench(Samples.mixedFleet())
        let held = try bench.submit(Samples.job { $0.hold = true })
        try bench.run { try $0.update(held, priority: nil, time: .seconds(5), by: Samples.ann, at: bench.now) }
        #expect(try bench.job(held).time == .seconds(5))
        let running = try bench.submit(long)
        #expect(
            refusal { try bench.scheduler.update(running, priority: nil, time: .seconds(5), by: Samples.ann, at: bench.now) }?.code
                == .conflict)
    }

    @Test("others see an agency's jobs only as members, and act on them only as admins, operators or submitters")
    func authority() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(long)
        #expect(refusal { try bench.scheduler.cancel(id, by: Samples.eve, at: bench.now) }?.code == .notFound)
        #expect(refusal { try bench.scheduler.job(id, visibleTo: Samples.eve) }?.code == .notFound)
        #expect(refusal { try bench.scheduler.explain(id, by: Samples.eve, at: bench.now) }?.code == .notFound)
        #expect(bench.scheduler.jobs(visibleTo: Samples.eve).isEmpty)
        #expect(try bench.scheduler.job(id, visibleTo: Samples.bob).id == id)
        #expect(refusal { try bench.scheduler.cancel(id, by: Samples.bob, at: bench.now) }?.code == .notAllowed)
        try bench.run { try $0.cancel(id, by: Samples.root, at: bench.now) }
        #expect(try bench.state(id) == .cancelled)
    }

    @Test("a drained node takes nothing new, and what runs there runs on")
    func drain() throws {
        let bench = try Bench(Samples.fleet([Samples.node("n-1", [])]))
        let node = try NodeName("n-1")
        let before = try bench.submit(long)
        #expect(refusal { try bench.scheduler.drain(node, reason: "fan", by: Samples.ann, at: bench.now) }?.code == .notAllowed)
        try bench.run { try $0.drain(node, reason: "fan", by: Samples.root, at: bench.now) }
        let after = try bench.submit(long)
        #expect(try bench.state(before) == .running)
        #expect(bench.scheduler.reason(of: try bench.job(after))?.code == .waitingForNodes)
        try bench.restart()
        #expect(try bench.state(after) == .pending, "a drain survives a restart")
        try bench.run { try $0.undrain(node, by: Samples.root, at: bench.now) }
        #expect(try bench.state(after) == .running)
        #expect(refusal { try bench.scheduler.undrain(node, by: Samples.root, at: bench.now) }?.code == .conflict)
        #expect(
            refusal { try bench.scheduler.drain(NodeName(literal: "n-2"), reason: "x", by: Samples.root, at: bench.now) }?.hint?.contains(
                "n-1") == true)
    }
}
