import BerthModel
import BerthPolicy
import TestSupport
import Testing

@testable import BerthScheduler

@Suite("Queues in order of makespan, and waiting for a faster kind")
struct OutlookTests {
    private static let queue = QueueName(literal: "all")
    private static let serve = WorkloadName(literal: "serve")

    // MARK: Makespan

    /// What waits and runs, as a plain list: all is counted anew at each question.
    private struct Naive {
        struct Waiting {
            var best: Int64
            var devices: Int
            var tasks: Int
            var kinds: Set<KindName>
        }
        var waiting: [UInt64: Waiting] = [:]
        var critical: Set<UInt64> = []
        var ends: [JobID: Int64] = [:]

        mutating func rearrange(at now: Int64, _ devices: [KindName: Int]) -> [UInt64] {
            var moved: [UInt64] = []
            let kinds = waiting.values.reduce(into: Set<KindName>()) { $0.formUnion($1.kinds) }
            let share = kinds.reduce(0) { $0 + (devices[$1] ?? 0) }
            let work = waiting.values.reduce(Int128(0)) { $0 + Int128($1.best) * Int128($1.devices * $1.tasks) }
            let longest = max(waiting.values.map(\.best).max() ?? 0, ends.values.map { $0 - now }.max() ?? 0)
            let left = max(work / Int128(max(1, share)), Int128(longest))
            for (number, job) in waiting.sorted(by: { ($0.value.best, $0.key) > ($1.value.best, $1.key) })
            where !critical.contains(number) && Int128(job.best) * 5 >= left * 3 {
                critical.insert(number)
                moved.append(number)
            }
            for (number, job) in waiting.sorted(by: { ($0.value.best, $0.key) < ($1.value.best, $1.key) })
            where critical.contains(number) && Int128(job.best) * 2 < left {
                critical.remove(number)
                moved.append(number)
            }
            return moved
        }
    }

    @Test("who is critical is what a list that is counted anew says", arguments: 1...20 as ClosedRange<UInt64>)
    func twin(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let kinds = [Samples.h200, Samples.trn2]
        let devices = [Samples.h200: 16, Samples.trn2: 16]
        var (queue, naive) = (MakespanQueue(), Naive())
        var expectations: [UInt64: BerthScheduler.Expectation] = [:]
        var (number, now, changes) = (UInt64(0), Int64(0), 0)
        for _ in 0..<200 {
            now += .random(in: 0...50_000, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                number += 1
                let mine = Bool.random(using: &random) ? kinds : [kinds.randomElement(using: &random)!]
                let (slots, tasks) = (Int.random(in: 1...8, using: &random), Int.random(in: 1...3, using: &random))
                let expectation = BerthScheduler.Expectation(
                    queue: OutlookTests.queue, limit: .milliseconds(.random(in: 1000...5_000_000, using: &random)), usual: nil,
                    choices: mine.map { BerthScheduler.Expectation.Choice(kind: $0, slots: slots, devices: slots, pace: nil) },
                    weighsWaiting: false)
                expectations[number] = expectation
                queue.add(expectation, at: OutlookTests.ticket(number), tasks: tasks)
                naive.waiting[number] = Naive.Waiting(best: expectation.best, devices: slots, tasks: tasks, kinds: Set(mine))
            case 5..<8:
                guard let (picked, job) = naive.waiting.sorted(by: { $0.key < $1.key }).randomElement(using: &random),
                    let expectation = expectations[picked]
                else { continue }
                queue.remove(picked, expectation, tasks: 1)
                naive.waiting[picked] =
                    job.tasks > 1
                    ? {
                        var less = job
                        less.tasks -= 1
                        return less
                    }() : nil
                let end = Outlook.End(moment: now + expectation.best, id: JobID(number: picked, task: job.tasks))
                queue.began(end)
                naive.ends[end.id] = end.moment
            default:
                guard let (id, moment) = naive.ends.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { continue }
                queue.ended(Outlook.End(moment: moment, id: id))
                naive.ends[id] = nil
            }
            let moved = queue.rearrange(at: Timestamp(milliseconds: now), devices).map(\.number)
            #expect(moved == naive.rearrange(at: now, devices), "seed \(seed)")
            #expect(naive.critical.allSatisfy(queue.isCritical))
            changes += moved.count
        }
        #expect(changes > 2)
    }

    private static func ticket(_ number: UInt64) -> Ticket {
        Ticket(
            key: LaneKey(shape: 0, rung: Rung(weight: 0, ageing: 0), agency: 0), position: JobPosition(lateness: 0, then: 0, number: number)
        )
    }

    private func bench(_ objective: Objective? = nil, _ order: Policy.JobOrder = .submitted, nodes: [FleetNode]? = nil) throws -> Bench {
        var policy = Samples.policy()
        policy.objective = objective
        policy.queues = [OutlookTests.queue: Policy.Queue()]
        policy.queues[OutlookTests.queue]?.order = order
        policy.workloads = [
            OutlookTests.serve: Policy.Workload(profiles: [
                Policy.Profile(kind: Samples.h200, slots: 8, throughputThousandths: 3000),
                Policy.Profile(kind: Samples.trn2, slots: 8, throughputThousandths: 1000),
            ])
        ]
        return try Bench(nodes.map { Samples.fleet($0) } ?? Samples.mixedFleet(), policy)
    }

    private func job(
        _ minutes: Int?, runs seconds: Int, on kind: KindName? = nil, slots: Int = 8, tasks: Int? = nil
    ) -> JobSpec {
        Samples.job {
            $0.queue = OutlookTests.queue
            $0.workload = OutlookTests.serve
            $0.accelerators = kind.map { [AcceleratorRequest(kind: $0, count: slots)] } ?? []
            $0.time = minutes.map { .seconds($0 * 60) }
            $0.array = tasks.map { ArraySpec(indexes: Array(1...$0), limit: nil) }
            $0.simulation = Simulation(duration: .seconds(seconds), exit: 0)
        }
    }

    @Test("short jobs go first until a long one alone takes most of what is left")
    func makespan() throws {
        let bench = try bench(nil, .makespan, nodes: [try Samples.node("h-1", [("h200", 8)])])
        let first = try bench.submit(job(1, runs: 60, on: Samples.h200))
        let long = try bench.submit(job(60, runs: 3600, on: Samples.h200))
        // An hour and 90 times a minute: the long one is less than three fifths of that, and is when 40 minutes are left.
        let short = try bench.submit(job(1, runs: 60, on: Samples.h200, tasks: 90))
        #expect(try bench.state(first) == .running && bench.state(long) == .pending)
        func over() -> Int { bench.scheduler.state.jobs.jobs(numbered: short.number).count { $0.state == .succeeded } }
        while try bench.state(long) == .pending, over() < 90 { bench.pass(.seconds(60)) }
        #expect(over() == 50)
        #expect(bench.scheduler.queueOrder(limit: 1).first?.number == short.number)
        // What comes later and is short does not go before one that is critical.
        bench.pass(.seconds(3600))
        #expect(try bench.state(long) == .succeeded)
    }

    @Test("a long job that waits alone is critical, and is so no longer when much comes after it")
    func fallsBack() throws {
        let bench = try bench(nil, .makespan, nodes: [try Samples.node("h-1", [("h200", 8)])])
        try bench.submit(job(10, runs: 600, on: Samples.h200))
        let long = try bench.submit(job(60, runs: 3600, on: Samples.h200))
        try bench.submit(job(1, runs: 60, on: Samples.h200, tasks: 10))
        #expect(bench.scheduler.queueOrder(limit: 1) == [long])
        // It keeps its place where it is held and released.
        try bench.run { try $0.hold(long, by: Samples.ann, at: bench.now) }
        try bench.run { try $0.release(long, by: Samples.ann, at: bench.now) }
        #expect(bench.scheduler.queueOrder(limit: 1) == [long])
        try bench.submit(job(1, runs: 60, on: Samples.h200, tasks: 500))
        #expect(bench.scheduler.queueOrder(limit: 1).first != long)
    }

    // MARK: Waiting for a faster kind

    @Test("a job waits for a fast kind that is soon free, and takes the slow one where that takes longer")
    func waits() throws {
        let bench = try bench(.earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        // 60 minutes at most on trn2 are 20 on h200.
        let holder = try bench.submit(job(10, runs: 600, on: Samples.h200))
        let waits = try bench.submit(job(60, runs: 1200))
        #expect(try bench.state(waits) == .pending)
        let blocker = try #require(bench.scheduler.reason(of: bench.job(waits)))
        #expect(blocker.code == .waitingForAccelerators && blocker.domain == "h200" && blocker.hint == "--accel trn2:8")
        // The next would be free after 10 + 20 minutes, which is later than 30 on trn2.
        let takes = try bench.submit(job(30, runs: 1800))
        #expect(try bench.job(takes).placements.first?.kind == Samples.trn2)
        bench.pass(.seconds(601))
        #expect(try bench.state(holder) == .succeeded)
        #expect(try bench.job(waits).placements.first?.kind == Samples.h200)
    }

    @Test("what why calls the smallest change starts a job that waits for a faster kind")
    func change() throws {
        let bench = try bench(.earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        try bench.submit(job(10, runs: 600, on: Samples.h200))
        let waits = try bench.submit(job(60, runs: 1200))
        let explanation = try bench.scheduler.explain(waits, by: Samples.ann, at: bench.now)
        #expect(explanation.change == "--accel trn2:8" && explanation.blockers.map(\.code) == [.waitingForAccelerators])
        #expect(try bench.state(bench.submit(job(60, runs: 1200, on: Samples.trn2))) == .running)
    }

    @Test("a plan and the submission after it agree, and who comes later counts what those before it give back in turn")
    func plans() throws {
        let bench = try bench(
            .earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        try bench.submit(job(10, runs: 600, on: Samples.h200))
        // After 10, 30 and 50 minutes, and then 20 more: the third takes trn2 for an hour.
        for isWaiting in [true, true, false] {
            let spec = job(60, runs: 1200)
            let plan = try bench.scheduler.plan(spec, by: Samples.ann, at: bench.now)
            let id = try bench.submit(spec)
            if case .waits(let blockers, _) = plan {
                let reason = try #require(bench.scheduler.reason(of: bench.job(id)))
                #expect(isWaiting && blockers == [reason])
            } else {
                let kind = try bench.job(id).placements.first?.kind
                #expect(!isWaiting && kind == Samples.trn2)
            }
        }
    }

    @Test("who waits for a faster kind in vain takes what has room once it has waited as long as that would have saved")
    func bounded() throws {
        let bench = try bench(.earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        // It says ten minutes, and with its grace runs on: nobody gives it back.
        let holder = try bench.submit(job(10, runs: 600, on: Samples.h200))
        bench.silent = { report in if case .exited(let run, _) = report { run.job == holder } else { false } }
        let submitted = bench.now
        let waits = try bench.submit(job(60, runs: 1200))
        #expect(try bench.state(waits) == .pending)
        // 60 - 20 minutes.
        bench.pass(.seconds(40 * 60 - 1))
        #expect(try bench.state(waits) == .pending)
        bench.pass(.seconds(2))
        #expect(try bench.job(waits).placements.first?.kind == Samples.trn2)
        #expect(try #require(bench.job(waits).placedAt) == submitted + .seconds(40 * 60))
    }

    @Test("where nobody knows how long jobs take, what has room is taken, however slow")
    func unknown() throws {
        let bench = try bench(.earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        try bench.submit(job(nil, runs: 600, on: Samples.h200))
        #expect(try bench.job(bench.submit(job(60, runs: 1200))).placements.first?.kind == Samples.trn2)
        let other = try self.bench(
            .earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        try other.submit(job(10, runs: 600, on: Samples.h200))
        #expect(try other.job(other.submit(job(nil, runs: 1200))).placements.first?.kind == Samples.trn2)
    }

    @Test("one that waits for a faster kind can be cancelled, held and changed like any other, and is placed after a restart")
    func commands() throws {
        let bench = try bench(.earliestFinish, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        try bench.submit(job(10, runs: 600, on: Samples.h200))
        let waits = try bench.submit(job(60, runs: 1200))
        try bench.run { try $0.hold(waits, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(waits) == .held)
        try bench.run { try $0.release(waits, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(waits) == .pending)
        try bench.run { try $0.update(waits, priority: nil, time: .seconds(900), by: Samples.ann, at: bench.now) }
        // Fifteen minutes at most on trn2 are over before those ten and five on h200.
        #expect(try bench.job(waits).placements.first?.kind == Samples.trn2)
        let again = try bench.submit(job(90, runs: 1200))
        #expect(try bench.state(again) == .pending)
        try bench.restart()
        bench.pass(.seconds(3600))
        #expect(try bench.state(again) == .succeeded)
        let gone = try bench.submit(job(90, runs: 60))
        try bench.run { try $0.cancel(gone, by: Samples.ann, at: bench.now) }
        #expect(try bench.state(gone).isFinal)
    }

    @Test(
        "under random arrivals every job starts within what it may wait after a slow kind had room, and all end",
        arguments: 1...6 as ClosedRange<UInt64>)
    func random(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bench = try bench(
            .earliestFinish, .makespan, nodes: [try Samples.node("h-1", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)])])
        var ids: [JobID] = []
        for _ in 0..<60 {
            let minutes = Int.random(in: 1...90, using: &random)
            let kind = [nil, nil, Samples.h200, Samples.trn2].randomElement(using: &random)!
            let id = try bench.submit(
                job(
                    Int.random(in: 0..<8, using: &random) == 0 ? nil : minutes, runs: Int.random(in: 10...(minutes * 60), using: &random),
                    on: kind,
                    tasks: Int.random(in: 0..<5, using: &random) == 0 ? 3 : nil))
            ids.append(id)
            bench.pass(.seconds(.random(in: 0...2000, using: &random)))
            if Int.random(in: 0..<20, using: &random) == 0 { try bench.restart() }
            if Int.random(in: 0..<4, using: &random) == 0 {
                let pending = bench.scheduler.state.jobs.all.filter { $0.state == .pending }
                if let id = pending.randomElement(using: &random)?.id {
                    try bench.run { try $0.cancel(id, by: Samples.root, at: bench.now) }
                }
            }
        }
        bench.pass(.seconds(400_000))
        for job in bench.scheduler.state.jobs.all { #expect(job.state.isFinal, "seed \(seed): \(job.id) is \(job.state.rawValue)") }
        #expect(bench.scheduler.work.outlook?.patience.waits.isEmpty ?? false)
        #expect(bench.scheduler.work.outlook?.queues[OutlookTests.queue]?.work == 0)
    }
}
