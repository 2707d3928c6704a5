import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Services")
struct ServiceTests {
    private func service(_ min: Int, _ max: Int, count: Int = 8, probed: Bool = true) -> JobSpec {
        Samples.job("chat", .service) { spec in
            spec.replicas = ReplicaRange(min: min, max: max)
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: count)]
            if probed { spec.readiness = Readiness(probe: .tcp) }
        }
    }

    private func run(_ id: JobID, _ member: Int, _ run: Int = 1) -> RunID { RunID(job: id, attempt: 1, member: member, run: run) }

    @Test("its minimum is placed all or nothing, then it grows one by one to its maximum")
    func grows() throws {
        let bench = try Bench(Samples.mixedFleet())
        let blocker = try bench.submit(
            Samples.job {
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
                $0.simulation = Simulation(duration: .seconds(5))
            })
        let id = try bench.submit(service(2, 4, count: 4))
        var job = try bench.job(id)
        #expect(job.state == .running && job.members.count == 3)
        #expect(
            Set(job.members.compactMap(\.placement.port)).count == 3
                || Set(job.members.map { "\($0.placement.node)\($0.placement.port ?? 0)" }).count == 3)
        bench.pass(.seconds(5))
        job = try bench.job(id)
        #expect(job.members.count == 4 && job.readyMembers == 4)
        #expect(try bench.state(blocker) == .succeeded)
    }

    @Test("it waits as a whole when its minimum does not fit")
    func minimum() throws {
        let bench = try Bench(Samples.mixedFleet())
        try bench.submit(Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)] })
        let id = try bench.submit(service(2, 2))
        #expect(try bench.state(id) == .pending)
        #expect(try bench.job(id).members.isEmpty)
    }

    @Test("every replica is given its own port")
    func ports() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(service(2, 2, count: 4))
        let job = try bench.job(id)
        for case .start(let due) in bench.effects {
            let order = due.order()
            let port = try #require(order.port)
            #expect(order.environment["PORT"] == "\(port)" && job.members[order.run.member].placement.port == port && order.isService)
        }
    }

    @Test("with a probe it starts, runs when its minimum is ready, and is unready when fewer are")
    func readiness() throws {
        let bench = try Bench(Samples.mixedFleet())
        bench.silent = { report in if case .ready = report { true } else { false } }
        let id = try bench.submit(service(2, 2, count: 4))
        #expect(try bench.state(id) == .starting)
        bench.report(.unready(run(id, 1), why: "connection refused"))
        #expect(try bench.state(id) == .starting)
        bench.silent = { _ in false }
        bench.report(.ready(run(id, 0)))
        #expect(try bench.state(id) == .starting)
        bench.report(.ready(run(id, 1)))
        #expect(try bench.state(id) == .running)
        bench.report(.unready(run(id, 0), why: "503"))
        let job = try bench.job(id)
        #expect(job.state == .unready && job.members[0].unreadyWhy == "503" && job.readyMembers == 1)
        bench.report(.ready(run(id, 0)))
        #expect(try bench.state(id) == .running)
    }

    @Test("without a probe a replica counts as ready when it has started")
    func noProbe() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(service(1, 1, probed: false))
        let job = try bench.job(id)
        #expect(job.state == .running && job.readyMembers == 1)
    }

    @Test("a replica that exits is started again in place after 1 s, 2 s, 4 s ... 60 s")
    func backoff() throws {
        let bench = try Bench(Samples.mixedFleet())
        bench.silent = { report in if case .ready = report { true } else { false } }
        let id = try bench.submit(service(1, 1))
        let placement = try bench.job(id).members[0].placement
        for (index, delay) in [1, 2, 4, 8, 16, 32, 60, 60].enumerated() {
            bench.report(.exited(run(id, 0, index + 1), .exited(code: 1)))
            guard case .waiting(let moment, _) = try bench.job(id).members[0].phase else { return #expect(Bool(false), "it does not wait") }
            #expect(moment - bench.now == .seconds(delay))
            bench.pass(.seconds(delay) - .milliseconds(1))
            #expect(try !bench.job(id).members[0].isLive)
            bench.pass(.milliseconds(1))
            #expect(try bench.job(id).members[0].run == index + 2)
            #expect(try bench.job(id).members[0].isLive)
        }
        #expect(try bench.job(id).members[0].placement == placement)
    }

    @Test("the delay starts again at 1 s after a replica was ready for 60 s")
    func backoffReset() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(service(1, 1))
        for index in 1...3 {
            bench.report(.exited(run(id, 0, index), .lost))
            bench.pass(.seconds(10))
        }
        #expect(try bench.job(id).members[0].restartsInARow == 3)
        bench.pass(.seconds(60))
        bench.report(.exited(run(id, 0, 4), .exited(code: 0)))
        guard case .waiting(let moment, _) = try bench.job(id).members[0].phase else { return #expect(Bool(false), "it does not wait") }
        #expect(moment - bench.now == .seconds(1))
    }

    @Test("a replica that exits makes the service unready, and the others run on")
    func exitIsUnready() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(service(2, 2, count: 4))
        bench.report(.exited(run(id, 1), .signalled(signal: 9)))
        let job = try bench.job(id)
        #expect(job.state == .unready && job.readyMembers == 1 && !bench.effects.contains { if case .stop = $0 { true } else { false } })
    }

    @Test("a cancelled service stops its live replicas and ends when the last has, also while one waits to be restarted")
    func cancel() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(service(2, 2, count: 4))
        bench.report(.exited(run(id, 1), .signalled(signal: 9)))
        try bench.run { try $0.cancel(id, by: Samples.ann, at: bench.now) }
        #expect(bench.effects.contains(.stop(run(id, 0), grace: .seconds(10), reason: .cancelled)))
        #expect(try bench.state(id) == .cancelled)
        bench.pass(.seconds(120))
        #expect(try bench.job(id).members[1].run == 1 || !bench.job(id).members[1].isLive)
    }
}
