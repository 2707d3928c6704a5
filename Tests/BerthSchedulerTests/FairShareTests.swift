@testable import BerthScheduler
import BerthModel
import BerthPlacement
import BerthPolicy
import TestSupport
import Testing

@Suite("Fair share in the scheduler")
struct FairShareTests {
    private static func policy(halfLife: Duration, shares: [String: Int] = ["a": 3, "b": 1]) throws -> Policy {
        var agencies: [AgencyName: Policy.Agency] = [:]
        for (name, share) in shares {
            agencies[try AgencyName(name)] = Policy.Agency(users: [name])
            agencies[try AgencyName(name)]?.share = share
        }
        var policy = Policy(agencies: agencies)
        policy.fairness = Policy.Fairness(halfLife: halfLife)
        return policy
    }

    private static func caller(_ name: String) -> Caller { Caller(uid: UInt32(name.utf8.reduce(0) { $0 + Int($1) }), gid: 1, user: name) }

    /// Two agencies that always wait for more, with jobs of random lengths and sizes, on 16 devices of a kind.
    private struct Rivals {
        let scheduler: Scheduler
        var random: SeededGenerator
        var now = Timestamp(milliseconds: 1_000_000)
        /// Ends of what runs.
        var ends: [(Timestamp, RunID)] = []
        var waiting = ["a": 0, "b": 0]
        /// Device-milliseconds.
        var used = ["a": 0, "b": 0]

        init(seed: UInt64, halfLife: Duration) throws {
            random = SeededGenerator(seed: seed)
            let fleet = Samples.fleet([try Samples.node("h-1", [("h200", 8)]), try Samples.node("h-2", [("h200", 8)])])
            let policy = try FairShareTests.policy(halfLife: halfLife)
            scheduler = try Bench.scheduler(fleet, policy)
            _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: now)
        }

        mutating func run(until end: Timestamp) throws {
            while now < end {
                for name in ["a", "b"] { while waiting[name, default: 0] < 20 { try submit(name) } }
                scheduler.advance(to: now)
                for entry in scheduler.takeOutput().entries { start(entry) }
                let next = ends.min { ($0.0, $0.1.job) < ($1.0, $1.1.job) }
                guard let next else { return }
                now = next.0
                for (moment, run) in ends where moment <= now { scheduler.report(.exited(run, .exited(code: 0)), at: now) }
                ends.removeAll { $0.0 <= now }
            }
        }

        private mutating func submit(_ name: String) throws {
            let spec = Samples.job {
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 1)]
                $0.cpus = .cores(1)
            }
            _ = try scheduler.submit(spec, by: FairShareTests.caller(name), key: nil, at: now)
            waiting[name, default: 0] += 1
        }

        private mutating func start(_ entry: JournalEntry) {
            guard case .job(let id, .placed(_, let members)) = entry.record, let job = scheduler.state.jobs[id] else { return }
            let length = Int64.random(in: 5000...60_000, using: &random)
            waiting[job.agency.text, default: 0] -= 1
            used[job.agency.text, default: 0] += Int(length) * members.reduce(0) { $0 + $1.devices.count }
            for member in job.members { ends.append((now + .milliseconds(length), job.runID(of: member))) }
        }
    }

    @Test(
        "agencies of share 3 and 1 that always wait get 3 to 1 of the device-hours, within one hundredth",
        arguments: [(1, Duration.zero), (2, .seconds(600)), (3, .seconds(3600)), (4, .seconds(604_800))] as [(UInt64, Duration)])
    func convergence(seed: UInt64, halfLife: Duration) throws {
        var rivals = try Rivals(seed: seed, halfLife: halfLife)
        try rivals.run(until: rivals.now + .seconds(4 * 3600))
        let (a, b) = (Double(rivals.used["a"] ?? 0), Double(rivals.used["b"] ?? 0))
        #expect(abs(a / (a + b) - 0.75) < 0.0075, "seed \(seed): \(a / (a + b)) of the device-hours")
    }

    @Test("who held everything for a half-life waits until the other has had as much in its time")
    func decay() throws {
        let fleet = Samples.fleet([try Samples.node("h-1", [("h200", 8)])])
        let bench = try Bench(fleet, FairShareTests.policy(halfLife: .seconds(3600), shares: ["a": 1, "b": 1]))
        func job(_ seconds: Int, _ tasks: Int) -> JobSpec {
            Samples.job {
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 1)]
                $0.array = ArraySpec(indexes: Array(0..<tasks), limit: nil)
                $0.simulation = Simulation(duration: .seconds(Int64(seconds)))
            }
        }
        try bench.submit(job(3600, 8), by: FairShareTests.caller("a"))
        let (a, b) = (
            try bench.submit(job(600, 8), by: FairShareTests.caller("a")), try bench.submit(job(600, 8), by: FairShareTests.caller("b"))
        )
        bench.pass(.seconds(3600))
        // a's mean is 4 of 8 by now: b is placed until it holds four more than a, and so has all eight but two of each pair after that.
        let running = { (id: JobID) in bench.scheduler.state.jobs.jobs(numbered: id.number).count { $0.state.isActive } }
        #expect(running(b) == 6 && running(a) == 2)
    }

    @Test("a replay of every part of the journal has the same use as the live scheduler had")
    func replayedUse() throws {
        let fleet = Samples.fleet([try Samples.node("h-1", [("h200", 8)]), try Samples.node("h-2", [("h200", 8)])])
        let policy = try FairShareTests.policy(halfLife: .seconds(60))
        let bench = try Bench(fleet, policy)
        var random = SeededGenerator(seed: 7)
        var digests: [(count: Int, digest: String)] = []
        for step in 0..<60 {
            let name = ["a", "b"].randomElement(using: &random) ?? "a"
            let spec = Samples.job {
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: [1, 2, 8][step % 3])]
                $0.simulation = Simulation(duration: .milliseconds(.random(in: 1...90_000, using: &random)))
            }
            try bench.submit(spec, by: FairShareTests.caller(name))
            bench.pass(.milliseconds(.random(in: 1...20_000, using: &random)))
            if step == 30 { try bench.restart() }
            digests.append((bench.journal.entries.count, bench.scheduler.stateDigestText))
        }
        #expect(digests.last?.digest.contains("used a h200 ") ?? false)
        for (count, digest) in digests { #expect(try bench.replayed(count).stateDigestText == digest, "after \(count) entries") }
    }

    @Test("a policy without fair share forgets what was used, and one with it again counts from what runs")
    func policyChange() throws {
        let fleet = Samples.fleet([try Samples.node("h-1", [("h200", 8)])])
        let fair = try FairShareTests.policy(halfLife: .seconds(60))
        let bench = try Bench(fleet, fair)
        var plain = fair
        plain.fairness = nil
        try bench.submit(
            Samples.job {
                $0.accelerators = [AcceleratorRequest(kind: Samples.h200, count: 4)]
                $0.simulation = Simulation(duration: .seconds(500))
            }, by: FairShareTests.caller("a"))
        bench.pass(.seconds(60))
        #expect(bench.scheduler.history != nil)
        try bench.run { _ = try $0.applyPolicy(text: "", policy: plain, ifRevision: nil, by: Samples.root, at: bench.now) }
        #expect(bench.scheduler.history == nil)
        try bench.run { _ = try $0.applyPolicy(text: "", policy: fair, ifRevision: nil, by: Samples.root, at: bench.now) }
        #expect(bench.scheduler.history?.lines.first?.hasPrefix("used a h200 4000:0:") ?? false)
        #expect(try bench.replayed().stateDigestText == bench.scheduler.stateDigestText)
    }
}
