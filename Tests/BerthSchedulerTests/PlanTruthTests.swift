import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import TestSupport
import Testing

/// What `plan` and `why` say, held against what then happens.
@Suite("Plans and explanations against what happens")
struct PlanTruthTests {
    /// A small site at work, short of everything at some time.
    private struct Run {
        let bench: Bench
        var random: SeededGenerator

        init(seed: UInt64, backfill: Policy.Backfill.Method) throws {
            var policy = Samples.policy(budget: Watts(16_000))
            policy.backfill.method = backfill
            policy.queues[QueueName(literal: "first")] = Policy.Queue(weight: 10)
            policy.agencies[Samples.noaa]?.deviceLimits = [Samples.h200: 14]
            bench = try Bench(Samples.mixedFleet(), policy)
            random = SeededGenerator(seed: seed)
        }

        mutating func spec() -> JobSpec {
            let jobClass: JobClass = [.batch, .batch, .gang, .service].randomElement(using: &random)!
            return Samples.job("t", jobClass) { spec in
                if jobClass == .gang { spec.nodes = .random(in: 1...3, using: &random) }
                if jobClass == .service { spec.replicas = ReplicaRange(min: .random(in: 1...2, using: &random), max: 2) }
                spec.accelerators = [[], [(Samples.h200, 1)], [(Samples.h200, 4)], [(Samples.h200, 8)], [(Samples.trn2, 4)]]
                    .randomElement(using: &random)!.map { AcceleratorRequest(kind: $0.0, count: $0.1) }
                spec.cpus = .cores([1, 2, 6, 12].randomElement(using: &random)!)
                spec.memory = .gibibytes([1, 8, 30].randomElement(using: &random)!)
                if Bool.random(using: &random) { spec.queue = QueueName(literal: "first") }
                if Bool.random(using: &random) { spec.time = .seconds(.random(in: 20...200, using: &random)) }
                spec.simulation = Simulation(duration: .seconds(.random(in: 10...150, using: &random)), exit: 0)
            }
        }

        mutating func caller() -> Caller { [Samples.ann, Samples.eve].randomElement(using: &random)! }
    }

    @Test(
        "a job that plan says starts now starts now, on the same devices; one that waits waits; one that never fits is refused",
        arguments: 1...10 as ClosedRange<UInt64>)
    func plans(seed: UInt64) throws {
        var run = try Run(seed: seed, backfill: seed % 2 == 0 ? .easy : .none)
        var (starts, waits) = (0, 0)
        for _ in 0..<90 {
            let (spec, caller) = (run.spec(), run.caller())
            let bench = run.bench
            switch try bench.scheduler.plan(spec, by: caller, at: bench.now) {
            case .startsNow(let members, let watts):
                let job = try bench.job(bench.submit(spec, by: caller))
                #expect(job.state.isActive, "seed \(seed): job \(job.id) was to start")
                let first = job.placements.prefix(members.count)
                #expect(first.map(\.node) == members.map(\.node) && first.map(\.devices) == members.map(\.devices), "seed \(seed)")
                #expect(first.reduce(.zero) { $0 + $1.accountedWatts } == watts, "seed \(seed): job \(job.id)")
                starts += 1
            case .waits(let blockers, _):
                let job = try bench.job(bench.submit(spec, by: caller))
                #expect(job.state == .pending, "seed \(seed): job \(job.id) was to wait: \(blockers.map(\.message))")
                #expect(!blockers.isEmpty && Set(blockers.map(\.code)).isSubset(of: Set(ReasonCode.allCases)), "seed \(seed)")
                waits += 1
            case .never(let error):
                #expect(refusal { try bench.submit(spec, by: caller) }?.code == error.code, "seed \(seed)")
            }
            if Int.random(in: 0..<3, using: &run.random) == 0 { bench.pass(.seconds(.random(in: 1...60, using: &run.random))) }
        }
        #expect(starts > 10 && waits > 10, "seed \(seed): \(starts) start, \(waits) wait")
    }

    @Test(
        "a change that why calls sufficient starts the job by itself, and a smaller step of it does not",
        arguments: 21...30 as ClosedRange<UInt64>)
    func changes(seed: UInt64) throws {
        var run = try Run(seed: seed, backfill: .none)
        var tried: [String: Int] = [:]
        for _ in 0..<70 {
            let (spec, caller) = (run.spec(), run.caller())
            let bench = run.bench
            guard let id = try? bench.submit(spec, by: caller) else { continue }
            let whole = try bench.job(id).spec
            if try bench.state(id) == .pending, let change = try bench.scheduler.explain(id, by: caller, at: bench.now).change {
                let flag = String(change.prefix { $0 != " " })
                let changed = try #require(try PlanTruthTests.applying(change, to: whole), "seed \(seed): \(change)")
                #expect(try starts(changed, caller, bench), "seed \(seed): job \(id) and \(change)")
                if let smaller = PlanTruthTests.smallerStep(than: change, to: whole) {
                    #expect(try !starts(smaller, caller, bench), "seed \(seed): job \(id) needs less than \(change)")
                }
                tried[flag, default: 0] += 1
            }
            if Int.random(in: 0..<4, using: &run.random) == 0 { bench.pass(.seconds(.random(in: 1...60, using: &run.random))) }
        }
        #expect(tried.values.reduce(0, +) > 5, "seed \(seed): \(tried)")
    }

    private func starts(_ spec: JobSpec, _ caller: Caller, _ bench: Bench) throws -> Bool {
        if case .startsNow = try bench.scheduler.plan(spec, by: caller, at: bench.now) { return true }
        return false
    }

    /// The job with a flag of the command line added.
    private static func applying(_ change: String, to spec: JobSpec) throws -> JobSpec? {
        let parts = change.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        var spec = spec
        let value = parts[1]
        switch parts[0] {
        case "--power-cap": spec.powerCap = try Watts(parsing: value)
        case "--cpus": spec.cpus = try CoreShare(parsing: value)
        case "--mem": spec.memory = try Bytes(parsing: value)
        case "--accel", "--accel-any": spec.accelerators = try AcceleratorRequest.alternatives(parsing: value.filter { $0 != "'" })
        case "-N": spec.nodes = Int(value) ?? spec.nodes
        case "--replicas":
            let numbers = value.split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            spec.replicas = ReplicaRange(min: numbers[0], max: numbers[1])
        default: return nil
        }
        return spec
    }

    /// The next step of the same change that gives up less; nil where the job itself is that step, or where there is none.
    private static func smallerStep(than change: String, to spec: JobSpec) -> JobSpec? {
        guard var step = try? applying(change, to: spec) else { return nil }
        switch change.split(separator: " ")[0] {
        case "--power-cap":
            guard let cap = step.powerCap, cap + Watts(1) < Watts(700) else { return nil }
            step.powerCap = cap + Watts(1)
        case "--cpus":
            guard let cores = step.cpus.wholeCores else { return nil }
            step.cpus = .cores(cores + 1)
        case "--mem": step.memory = .mebibytes(step.memory.mebibytesRoundedUp + 1)
        case "-N": step.nodes += 1
        default: return nil
        }
        return step
    }
}
