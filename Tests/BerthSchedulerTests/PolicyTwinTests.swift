@testable import BerthScheduler
import BerthModel
import BerthPlacement
import BerthPolicy
import TestSupport
import Testing

/// Random jobs under policies that change while the queue is full: the scheduler that goes on has the order, the shares and the next
/// placements of one that starts anew from the journal.
@Suite("Policy changes against a fresh start")
struct PolicyTwinTests {
    /// What a revision changes. The first ones leave the queue as it is, the next ones what is held, the last ones neither.
    enum Change: CaseIterable {
        case shares, limits, jobLimits, halfLife, weights, ageing, stopped, parents, fairness, budget, workloads
    }

    private struct Run {
        static let kinds = ["h200", "trn2"].map { try! KindName($0) }
        static let queues = (0..<3).map { try! QueueName("q\($0)") }
        static let names = ["dept", "east", "west", "lone"].map { try! AgencyName($0) }
        static let callers = ["ann", "bob", "eve", "kim"].enumerated().map { Caller(uid: UInt32(2000 + $0), gid: 1, user: $1) }

        let fleet: Fleet
        let first: Policy
        let scheduler: Scheduler
        var entries: [JournalEntry] = []
        var random: SeededGenerator
        var now = Timestamp(milliseconds: 1_000_000_000)

        init(seed: UInt64) throws {
            random = SeededGenerator(seed: seed)
            fleet = Samples.fleet([
                try Samples.node("h-1", [("h200", 8)]), try Samples.node("h-2", [("h200", 8)]), try Samples.node("t-1", [("trn2", 16)]),
            ])
            var agencies: [AgencyName: Policy.Agency] = [:]
            for (index, (name, user)) in zip(Run.names, ["ann", "bob", "eve", "kim"]).enumerated() {
                agencies[name] = Policy.Agency(parent: index == 1 || index == 2 ? Run.names[0] : nil, users: [user])
            }
            var queues: [QueueName: Policy.Queue] = [:]
            for (index, name) in Run.queues.enumerated() { queues[name] = Policy.Queue(weight: [0, 5, 5][index]) }
            var policy = Policy(queues: queues, agencies: agencies, placement: .bestFit)
            policy.fairness = Policy.Fairness(halfLife: .seconds(1000))
            first = policy
            scheduler = try Bench.scheduler(fleet, policy)
            _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: now)
        }

        mutating func pass() {
            scheduler.advance(to: now)
            entries += scheduler.takeOutput().entries
        }

        mutating func step() {
            now = now + .milliseconds(.random(in: 1...900_000, using: &random))
            for _ in 0..<Int.random(in: 2...6, using: &random) { submit() }
            for job in scheduler.state.jobs.all where job.state.isActive && Int.random(in: 0..<4, using: &random) == 0 {
                for member in job.members { scheduler.report(.exited(job.runID(of: member), .exited(code: 0)), at: now) }
            }
            pass()
        }

        private mutating func submit() {
            let spec = Samples.job("t") { spec in
                if Int.random(in: 0..<5, using: &random) == 0 {
                    spec.array = ArraySpec(indexes: [0, 1, 2, 3], limit: Bool.random(using: &random) ? 2 : nil)
                }
                spec.queue = Run.queues.randomElement(using: &random)
                let (kind, count) = [(0, 1), (0, 2), (0, 4), (0, 8), (1, 4), (1, 16)].randomElement(using: &random)!
                spec.accelerators = [AcceleratorRequest(kind: Run.kinds[kind], count: count)]
                spec.priority = .random(in: -1...1, using: &random)
                if Int.random(in: 0..<6, using: &random) == 0 { spec.begin = now + .seconds(500) }
                if Int.random(in: 0..<6, using: &random) == 0 { spec.deadline = now + .seconds(90_000) }
                if Int.random(in: 0..<8, using: &random) == 0 { spec.hold = true }
            }
            // What can never run, or is one too many, is refused, and so no matter here.
            _ = try? scheduler.submit(spec, by: Run.callers.randomElement(using: &random)!, key: nil, at: now)
        }

        mutating func policy(after change: Change) throws -> Policy {
            var policy = scheduler.policy
            let name = Run.names.randomElement(using: &random)!
            let queue = Run.queues.randomElement(using: &random)!
            switch change {
            case .shares: for name in Run.names { policy.agencies[name]?.share = .random(in: 1...20, using: &random) }
            case .limits:
                policy.agencies[name]?.deviceLimits =
                    Bool.random(using: &random) ? [:] : [Run.kinds[0]: .random(in: 8...12, using: &random)]
                policy.agencies[name]?.unitLimitThousandths = Bool.random(using: &random) ? nil : 16_000
            case .jobLimits:
                policy.agencies[name]?.jobLimit = .random(in: 5...500, using: &random)
                policy.agencies[name]?.jobsPerUser = Bool.random(using: &random) ? nil : 400
                policy.queues[queue]?.jobLimit = Bool.random(using: &random) ? nil : 400
            case .halfLife: policy.fairness?.halfLife = .seconds(.random(in: 0...5000, using: &random))
            case .weights: policy.queues[queue]?.weight = .random(in: 0...9, using: &random)
            case .ageing: policy.queues[queue]?.ageing = .random(in: 0...400, using: &random)
            case .stopped: policy.queues[queue]?.isStopped.toggle()
            case .parents: policy.agencies[Run.names[3]]?.parent = Bool.random(using: &random) ? nil : Run.names[0]
            case .fairness: policy.fairness = policy.fairness == nil ? Policy.Fairness(halfLife: .seconds(1000)) : nil
            case .budget:
                let budget = Watts(.random(in: 12_000...40_000, using: &random))
                policy.power = [Policy.BudgetRule(name: Place.site, parent: nil, budget: budget)]
            case .workloads:
                policy.workloads = [WorkloadName(literal: "w"): Policy.Workload(profiles: [Policy.Profile(kind: Run.kinds[0], slots: 8)])]
            }
            return policy
        }

        /// A scheduler that knows the journal alone.
        mutating func fresh() throws -> Scheduler {
            entries += scheduler.takeOutput().entries
            let fresh = try Bench.scheduler(fleet, first)
            for entry in entries { try fresh.replay(entry) }
            _ = try fresh.finishReplay(at: now)
            return fresh
        }

        /// Both make a pass.
        /// - Returns: what this one and another say differently.
        mutating func difference(from other: Scheduler) -> String? {
            if scheduler.stateDigestText != other.stateDigestText { return "the states differ" }
            let (mine, others) = (scheduler.work.order(limit: .max, at: now), other.work.order(limit: .max, at: now))
            if mine != others { return "\(mine) wait, and after a fresh start \(others)" }
            for name in Run.names {
                let (mine, others) = (used(name, scheduler), used(name, other))
                if mine != others { return "\(name) uses \(mine), and after a fresh start \(others)" }
            }
            let taken = [scheduler, other].map { scheduler in Run.names.map { largest($0, scheduler.work) } }
            if taken[0] != taken[1] { return "so many more jobs are taken: \(taken[0]), and after a fresh start \(taken[1])" }
            let placed = [scheduler, other].map { scheduler in
                scheduler.advance(to: now)
                let entries = scheduler.takeOutput().entries
                if scheduler === self.scheduler { self.entries += entries }
                return entries.compactMap { entry -> JobID? in if case .job(let id, .placed) = entry.record { id } else { nil } }
            }
            return placed[0] == placed[1] ? nil : "places \(placed[0]), and after a fresh start \(placed[1])"
        }

        /// Without what it held once.
        private func used(_ name: AgencyName, _ scheduler: Scheduler) -> AgencyUsage {
            var usage = scheduler.work.usage[name]
            usage.thousandths = usage.thousandths.filter { $0.value != 0 }
            return usage
        }

        /// Jobs that an agency's limits, and those of the first queue, still take of its user.
        private func largest(_ name: AgencyName, _ work: Workspace) -> Int {
            var work = work
            let agency = work.number(of: name)
            let user = Run.callers[Run.names.firstIndex(of: name) ?? 0].uid
            return (0...600).last {
                (try? work.usage.admitJobs($0, of: agency, user: user)) != nil
                    && (try? work.usage.admitJobs($0, in: Run.queues[0], user: user)) != nil
            } ?? -1
        }
    }

    @Test("a revision in force has the order of a fresh start from the journal", arguments: 1...12 as ClosedRange<UInt64>)
    func order(seed: UInt64) throws {
        var run = try Run(seed: seed)
        for round in 0..<Change.allCases.count * 2 {
            for _ in 0..<4 { run.step() }
            let change = Change.allCases[(round * 5 + Int(seed)) % Change.allCases.count]
            let next = try run.policy(after: change)
            _ = try run.scheduler.applyPolicy(text: "", policy: next, ifRevision: nil, by: Samples.root, at: run.now)
            let fresh = try run.fresh()
            let found = run.difference(from: fresh)
            #expect(found == nil, "seed \(seed), round \(round), \(change): \(found ?? "")")
        }
        #expect(run.scheduler.work.queue.count > 20, "the queue was never full")
    }

    @Test("a scheduler that goes on under its old rules is caught", arguments: [Change.shares, .weights, .stopped, .parents])
    func planted(change: Change) throws {
        let found = try (1...8 as ClosedRange<UInt64>).contains { seed in
            var run = try Run(seed: seed)
            for _ in 0..<8 { run.step() }
            let before = run.scheduler.work.copy()
            let next = try run.policy(after: change)
            _ = try run.scheduler.applyPolicy(text: "", policy: next, ifRevision: nil, by: Samples.root, at: run.now)
            run.scheduler.work = before
            return run.difference(from: try run.fresh()) != nil
        }
        #expect(found, "nobody noticed that \(change) were forgotten")
    }
}
