import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Batch jobs")
struct BatchTests {
    @Test("a job is submitted, placed, started, and ends with its exit code")
    func wholeLife() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            Samples.job { spec in
                spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
                spec.simulation = Simulation(duration: .seconds(30))
            })
        var job = try bench.job(id)
        #expect(id.description == "1" && job.state == .running && job.members[0].placement.devices.count == 4)
        #expect(job.watts == Watts(4 * (700 - 95)))
        guard case .start(let due) = bench.effects.first else { return #expect(Bool(false), "no start was ordered") }
        let order = due.order()
        #expect(order.environment["CUDA_VISIBLE_DEVICES"] == "GPU-modelled-0,GPU-modelled-1,GPU-modelled-2,GPU-modelled-3")
        #expect(order.environment["BERTH_JOB_ID"] == "1" && order.output == "berth-1.out" && order.cpus.count == 1)
        bench.pass(.seconds(29))
        #expect(try bench.state(id) == .running)
        bench.pass(.seconds(1))
        job = try bench.job(id)
        #expect(job.state == .succeeded && job.exitCode == 0 && job.watts == .zero)
        #expect(bench.effects == [.forget([RunID(job: id, attempt: 1, member: 0, run: 1)])])
    }

    @Test("a job that exits with another code has failed, with that code")
    func failure() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job { $0.simulation = Simulation(duration: .seconds(1), exit: 3) })
        bench.pass(.seconds(1))
        let job = try bench.job(id)
        #expect(job.state == .failed && job.exitCode == 3 && job.why == "exited with 3")
    }

    @Test("a job that runs longer than its limit has timed out and is not tried again")
    func timeLimit() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            Samples.job { spec in
                spec.time = .seconds(10)
                spec.simulation = Simulation(duration: .seconds(100))
                spec.requeue = true
                spec.maxAttempts = 5
            })
        bench.pass(.seconds(10))
        let job = try bench.job(id)
        #expect(job.state == .timedOut && job.attempt == 1 && job.exitCode == nil)
    }

    @Test("when nobody reports the end at the time limit, the backstop stops the job after the grace and 30 s")
    func backstop() throws {
        let bench = try Bench(Samples.mixedFleet())
        bench.silent = { report in if case .exited(_, .timedOut) = report { true } else { false } }
        let id = try bench.submit(
            Samples.job { spec in
                spec.time = .seconds(10)
                spec.simulation = Simulation(duration: .seconds(100))
            })
        bench.pass(.seconds(49))
        #expect(try bench.state(id) == .running)
        bench.pass(.seconds(1))
        let job = try bench.job(id)
        #expect(job.state == .stopping && job.stopReason == .timeLimit)
        bench.report(.exited(RunID(job: id, attempt: 1, member: 0, run: 1), .signalled(signal: 9)))
        #expect(try bench.state(id) == .timedOut)
    }

    @Test("a job that fails is tried again until its attempts are used up, and each attempt is kept")
    func attempts() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            Samples.job { spec in
                spec.simulation = Simulation(duration: .seconds(1), exit: 7)
                spec.requeue = true
                spec.maxAttempts = 3
            })
        bench.pass(.seconds(3))
        let job = try bench.job(id)
        #expect(job.state == .failed && job.attempt == 3 && job.history.map(\.number) == [1, 2])
        #expect(job.history[0].outcomes == [.exited(code: 7)] && job.exitCode == 7)
    }

    @Test("a lost job counts as failed")
    func lost() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job())
        bench.report(.exited(RunID(job: id, attempt: 1, member: 0, run: 1), .lost))
        let job = try bench.job(id)
        #expect(job.state == .failed && job.exitCode == nil)
    }

    @Test("a report about an old run changes nothing but lets the executor forget it")
    func staleReports() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(Samples.job())
        let before = bench.journal.entries.count
        let stale = RunID(job: id, attempt: 2, member: 0, run: 1)
        bench.report(.started(stale, pid: 9))
        bench.report(.exited(stale, .exited(code: 0)))
        #expect(bench.journal.entries.count == before && bench.effects == [.forget([stale])])
        #expect(try bench.state(id) == .running)
    }

    @Test("an array has a task for each index, and no more of them run than its limit allows")
    func arrayLimit() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            Samples.job { spec in
                spec.array = ArraySpec(indexes: [0, 1, 2, 5, 7], limit: 2)
                spec.simulation = Simulation(duration: .seconds(10))
            })
        func running() -> [String] { bench.scheduler.jobs(visibleTo: Samples.ann, states: [.running]).map(\.id.description) }
        #expect(running() == ["1_0", "1_1"])
        let third = try bench.job(JobID(number: id.number, task: 2))
        #expect(bench.scheduler.reason(of: third)?.code == .arrayLimit)
        bench.pass(.seconds(10))
        #expect(running() == ["1_2", "1_5"])
        bench.pass(.seconds(20))
        #expect(bench.scheduler.jobs(visibleTo: Samples.ann).allSatisfy { $0.state == .succeeded })
        #expect(refusal { try bench.scheduler.job(id, visibleTo: Samples.ann) }?.code == .notFound)
    }
}
