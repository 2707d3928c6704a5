import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

@Suite("What a job takes")
struct CompactStateTests {
    /// A million waiting jobs at 1 KiB each are a GiB; these are the parts of that which the compiler lays out.
    @Test("jobs, members, placements and entries of the journal stay small")
    func sizes() {
        #expect(MemoryLayout<Job>.stride <= 128)
        #expect(MemoryLayout<MemberPlacement>.stride <= 136)
        #expect(MemoryLayout<Member>.stride <= 232)
        #expect(MemoryLayout<JournalEntry>.stride <= 80)
        #expect(MemoryLayout<RunID>.stride == 24 && MemoryLayout<JobID>.size == 12)
    }

    @Test("a thousand keys of three users each lead to their job, also after a restart")
    func keys() throws {
        let bench = try Bench(Samples.mixedFleet())
        let callers = [Samples.ann, Samples.bob, Samples.eve]
        for number in 0..<3000 {
            let reply = try bench.scheduler.submit(
                Samples.job("job-\(number / 3)"), by: callers[number % 3], key: "key-\(number / 3)", at: bench.now)
            #expect(reply == .created(JobID(number: UInt64(number + 1))))
        }
        bench.pass(.seconds(1))
        for round in 0..<2 {
            for number in stride(from: 0, to: 3000, by: 7) {
                let reply = try bench.scheduler.submit(
                    Samples.job("job-\(number / 3)"), by: callers[number % 3], key: "key-\(number / 3)", at: bench.now)
                #expect(reply == .existing(JobID(number: UInt64(number + 1))), "round \(round)")
            }
            try bench.restart()
        }
    }

    @Test("terms that were admitted are looked at again under another policy, and for another user")
    func admissionsEnd() throws {
        let bench = try Bench(Samples.mixedFleet())
        let spec = Samples.job { $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)] }
        _ = try bench.submit(spec)
        #expect(throws: BerthError.self) {
            try bench.scheduler.submit(spec, by: Caller(uid: 1001, gid: 1001, user: "mallory"), key: nil, at: bench.now)
        }
        var policy = Samples.policy()
        policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 2]
        _ = try bench.scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: bench.now)
        #expect(throws: BerthError.self) { try bench.scheduler.submit(spec, by: Samples.ann, key: nil, at: bench.now) }
    }

    @Test("jobs with the same terms keep their own names, commands and times to run")
    func ownWords() throws {
        let bench = try Bench(Samples.mixedFleet())
        let specs = (0..<20).map { number in
            Samples.job("job-\(number)") {
                $0.program = .command(["run", "\(number)"])
                $0.simulation = Simulation(duration: .seconds(number + 1), exit: number % 2)
                $0.priority = number % 3
            }
        }
        let ids = try specs.map { try bench.submit($0) }
        for (id, spec) in zip(ids, specs) { #expect(try bench.job(id).spec == spec) }
        try bench.restart()
        for (id, spec) in zip(ids, specs) { #expect(try bench.job(id).spec == spec) }
        bench.pass(.seconds(100))
        for (number, id) in ids.enumerated() { #expect(try bench.job(id).state == (number % 2 == 0 ? .succeeded : .failed)) }
    }

    @Test("an array of three tasks between lone jobs: each number finds its own")
    func arraysBetween() throws {
        let bench = try Bench(Samples.mixedFleet())
        let first = try bench.submit(Samples.job("first"))
        let array = try bench.submit(Samples.job("array") { $0.array = ArraySpec(indexes: [2, 5, 9], limit: nil) })
        let last = try bench.submit(Samples.job("last"))
        let jobs = bench.scheduler.state.jobs
        #expect(jobs.count == 5 && jobs.nextNumber == 4)
        #expect(jobs.all.map(\.id) == [first] + [2, 5, 9].map { JobID(number: array.number, task: $0) } + [last])
        #expect(jobs[JobID(number: array.number, task: 5)]?.spec.name == "array" && jobs[last]?.spec.name == "last")
        #expect(jobs[JobID(number: array.number)] == nil && jobs[JobID(number: array.number, task: 3)] == nil)
        #expect(jobs[JobID(number: first.number, task: 0)] == nil && jobs[JobID(number: 4)] == nil)
        #expect(jobs.jobs(numbered: array.number).count == 3 && jobs.jobs(numbered: 4).isEmpty)
    }
}
