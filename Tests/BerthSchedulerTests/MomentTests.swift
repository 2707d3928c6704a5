import BerthModel
import BerthScheduler
import Testing

/// Begins and deadlines, where the scenarios do not reach.
@Suite("Moments of jobs")
struct MomentTests {
    @Test("tasks of an array end at their last moment also after a restart, when others of them run already")
    func deadline() throws {
        let bench = try Bench(Samples.gpuFleet(1))
        let array = try bench.submit(
            Samples.job("a") { spec in
                spec.time = .seconds(60)
                spec.deadline = bench.now + .seconds(100)
                spec.array = ArraySpec(indexes: [0, 1], limit: 1)
                spec.simulation = Simulation(duration: .seconds(59), exit: 0)
            })
        let (first, second) = (JobID(number: array.number, task: 0), JobID(number: array.number, task: 1))
        #expect(try bench.state(first) == .running && bench.state(second) == .pending)
        try bench.restart()
        bench.pass(.seconds(41))
        #expect(try bench.state(first) == .running && bench.state(second) == .unsatisfiable)
    }

    @Test("a task whose time limit was raised ends at its own last moment, not at that of the others")
    func updated() throws {
        let bench = try Bench(Samples.gpuFleet(1))
        let array = try bench.submit(
            Samples.job("a") { spec in
                spec.time = .seconds(50)
                spec.deadline = bench.now + .seconds(100)
                spec.hold = true
                spec.array = ArraySpec(indexes: [0, 1], limit: nil)
            })
        let (first, second) = (JobID(number: array.number, task: 0), JobID(number: array.number, task: 1))
        try bench.run { try $0.update(second, priority: nil, time: .seconds(80), by: Samples.root, at: bench.now) }
        try bench.restart()
        bench.pass(.seconds(21))
        #expect(try bench.state(first) == .held && bench.state(second) == .unsatisfiable)
        bench.pass(.seconds(30))
        #expect(try bench.state(first) == .unsatisfiable)
    }
}
