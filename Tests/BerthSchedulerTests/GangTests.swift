import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("Gangs")
struct GangTests {
    private func gang(_ nodes: Int, _ count: Int, _ change: (inout JobSpec) -> Void = { _ in }) -> JobSpec {
        Samples.job("train", .gang) { spec in
            spec.nodes = nodes
            spec.accelerators = [AcceleratorRequest(kind: Samples.h200, count: count)]
            change(&spec)
        }
    }

    private func run(_ id: JobID, _ member: Int, attempt: Int = 1) -> RunID { RunID(job: id, attempt: attempt, member: member, run: 1) }

    @Test("all members start together and know each other")
    func environment() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(gang(3, 4))
        let orders = bench.effects.compactMap { effect in if case .start(let due) = effect { due.order() } else { nil } }
        let job = try bench.job(id)
        #expect(job.state == .running && orders.count == 3)
        let port = try #require(job.members[0].placement.port)
        #expect(job.members[1].placement.port == nil)
        for (rank, order) in orders.enumerated() {
            #expect(
                order.environment["RANK"] == "\(rank)" && order.environment["WORLD_SIZE"] == "3"
                    && order.environment["MASTER_PORT"] == "\(port)")
            #expect(order.environment["MASTER_ADDR"] == job.members[0].placement.node.text)
        }
        for node in Set(orders.map(\.node)) {
            let local = orders.filter { $0.node == node }
            #expect(local.compactMap { $0.environment["LOCAL_RANK"] }.sorted() == (0..<local.count).map(String.init))
            #expect(local.allSatisfy { $0.environment["LOCAL_WORLD_SIZE"] == "\(local.count)" })
        }
    }

    @Test("members on one node meet on its loopback address")
    func loopback() throws {
        let bench = try Bench(Samples.fleet([Samples.node("h-1", [("h200", 8)])]))
        try bench.submit(gang(2, 4))
        let addresses = bench.effects.compactMap { effect in
            if case .start(let due) = effect { due.order().environment["MASTER_ADDR"] } else { nil }
        }
        #expect(addresses == ["127.0.0.1", "127.0.0.1"])
    }

    @Test("one lost member ends the attempt: the others are stopped, and the job fails with its cause")
    func lostMember() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(gang(2, 8))
        bench.report(.exited(run(id, 1), .lost))
        #expect(bench.effects.contains(.stop(run(id, 0), grace: .seconds(10), reason: .memberLost)))
        let job = try bench.job(id)
        #expect(job.state == .failed && job.why?.contains("member 1") == true && job.why?.contains("lost") == true && !job.hasLiveMembers)
    }

    @Test("nothing is given back before the last member has ended")
    func wholeRelease() throws {
        let bench = try Bench(Samples.mixedFleet())
        bench.silent = { report in if case .exited(let run, .signalled) = report { run.member == 0 } else { false } }
        let id = try bench.submit(gang(2, 8))
        let next = try bench.submit(gang(1, 8))
        bench.report(.exited(run(id, 1), .exited(code: 1)))
        #expect(try bench.state(id) == .stopping)
        #expect(try bench.state(next) == .pending)
        bench.report(.exited(run(id, 0), .signalled(signal: 15)))
        let job = try bench.job(id)
        #expect(job.state == .failed && job.exitCode == 1)
        #expect(try bench.state(next) == .running)
    }

    @Test("a failed gang with attempts left waits again and starts as a new attempt")
    func requeue() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            gang(2, 8) {
                $0.requeue = true
                $0.maxAttempts = 2
            })
        bench.report(.exited(run(id, 0), .exited(code: 9)))
        let job = try bench.job(id)
        #expect(job.state == .running && job.attempt == 2 && job.history.count == 1)
        bench.report(.exited(run(id, 1), .exited(code: 5)))
        #expect(try bench.state(id) == .running, "a report of attempt 1 does not touch attempt 2")
        bench.report(.exited(run(id, 1, attempt: 2), .exited(code: 5)))
        #expect(try bench.state(id) == .failed)
    }

    @Test("a member that succeeds leaves the others alone, and the last one ends the job")
    func success() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(gang(2, 8))
        bench.report(.exited(run(id, 0), .exited(code: 0)))
        #expect(try bench.state(id) == .running)
        bench.report(.exited(run(id, 1), .exited(code: 0)))
        #expect(try bench.state(id) == .succeeded)
    }

    @Test("a member at its time limit ends the gang as timed out")
    func timeLimit() throws {
        let bench = try Bench(Samples.mixedFleet())
        let id = try bench.submit(
            gang(2, 8) {
                $0.time = .seconds(5)
                $0.simulation = Simulation(duration: .seconds(9))
            })
        bench.pass(.seconds(5))
        #expect(try bench.state(id) == .timedOut)
    }

    @Test("a gang that does not fit whole holds nothing, and smaller jobs behind it go first")
    func wholeOrAbsent() throws {
        let bench = try Bench(Samples.mixedFleet())
        let first = try bench.submit(gang(1, 4))
        let second = try bench.submit(gang(2, 8))
        let third = try bench.submit(gang(1, 8))
        #expect(try bench.state(second) == .pending)
        #expect(try bench.state(third) == .running)
        #expect(try bench.job(second).members.isEmpty)
        _ = first
    }
}
