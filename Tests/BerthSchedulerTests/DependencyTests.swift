import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Dependencies")
struct DependencyTests {
    private func step(exit: Int = 0, _ dependencies: [Dependency] = []) -> JobSpec {
        Samples.job { spec in
            spec.dependencies = dependencies
            spec.simulation = Simulation(duration: .seconds(10), exit: exit)
        }
    }

    @Test(
        "each condition is satisfied, waits, or can no longer be satisfied",
        arguments: [
            (Dependency.Condition.after, 0, JobState.running, JobState.succeeded), (.after, 1, .running, .succeeded),
            (.afterOK, 0, .pending, .running), (.afterOK, 1, .pending, .unsatisfiable),
            (.afterNotOK, 1, .pending, .running), (.afterNotOK, 0, .pending, .unsatisfiable),
            (.afterAny, 0, .pending, .running), (.afterAny, 1, .pending, .running),
        ])
    func conditions(condition: Dependency.Condition, exit: Int, meanwhile: JobState, afterwards: JobState) throws {
        let bench = try Bench(Samples.mixedFleet())
        let first = try bench.submit(step(exit: exit))
        let second = try bench.submit(step([Dependency(condition, first)]))
        #expect(try bench.state(second) == meanwhile)
        if meanwhile == .pending { #expect(bench.scheduler.reason(of: try bench.job(second))?.code == .dependency) }
        bench.pass(.seconds(10))
        #expect(try bench.state(second) == afterwards)
    }

    @Test("on an array a condition means all of its tasks")
    func arrays() throws {
        let bench = try Bench(Samples.mixedFleet())
        var array = step()
        array.array = ArraySpec(indexes: [0, 1, 2], limit: 1)
        let first = try bench.submit(array)
        let all = try bench.submit(step([Dependency(.afterOK, first)]))
        let one = try bench.submit(step([Dependency(.afterOK, JobID(number: first.number, task: 1))]))
        let started = try bench.submit(step([Dependency(.after, first)]))
        bench.pass(.seconds(20))
        #expect(try bench.state(all) == .pending)
        #expect(try bench.state(one) == .running)
        #expect(try bench.state(started) == .running)
        bench.pass(.seconds(10))
        #expect(try bench.state(all) == .running)
    }

    @Test("what can never be satisfied ends at once, and so does the whole chain behind it, however long")
    func chain() throws {
        let bench = try Bench(Samples.mixedFleet())
        var last = try bench.submit(Samples.job { $0.hold = true })
        let first = last
        for _ in 0..<2000 {
            last = try bench.scheduler.submit(step([Dependency(.afterOK, last)]), by: Samples.ann, key: nil, at: bench.now).id
        }
        let any = try bench.submit(step([Dependency(.afterAny, last)]))
        try bench.run { try $0.cancel(first, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(last) == .unsatisfiable)
        #expect(try bench.job(last).why?.contains("can no longer be satisfied") == true)
        #expect(try bench.state(any) == .running)
    }

    @Test("a dependency on an unknown job and on another agency's job are refused alike")
    func unknown() throws {
        let bench = try Bench(Samples.mixedFleet())
        let foreign = try bench.submit(step(), by: Samples.eve)
        let first = refusal {
            try bench.scheduler.submit(step([Dependency(.afterOK, JobID(number: 99))]), by: Samples.ann, key: nil, at: bench.now)
        }
        let second = refusal { try bench.scheduler.submit(step([Dependency(.afterOK, foreign)]), by: Samples.ann, key: nil, at: bench.now) }
        #expect(first?.code == .unknownDependency && second?.code == .unknownDependency)
        #expect(first?.message.replacing("99", with: "1") == second?.message)
        #expect(first?.field == "/dependencies/0")
    }

    @Test("a dependency that is already impossible ends the job as unsatisfiable")
    func tooLate() throws {
        let bench = try Bench(Samples.mixedFleet())
        let first = try bench.submit(step(exit: 1))
        bench.pass(.seconds(10))
        let second = try bench.submit(step([Dependency(.afterOK, first)]))
        #expect(try bench.state(second) == .unsatisfiable)
    }
}
