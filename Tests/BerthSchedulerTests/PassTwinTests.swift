@testable import BerthScheduler
import BerthModel
import BerthPlacement
import BerthPolicy
import TestSupport
import Testing

/// Random jobs, ends and drains under random policies: each pass places the jobs that a naive one would, in its order.
@Suite("Passes against a naive twin")
struct PassTwinTests {
    /// A bug, planted before each pass.
    enum Sabotage: String, CaseIterable {
        case forgetsNodes, forgetsWatts, forgetsHolds
    }

    private struct Run {
        static let kinds = ["h200", "trn2"].map { try! KindName($0) }
        static let queues = (0..<3).map { try! QueueName("q\($0)") }
        static let callers = ["ann", "bob", "eve", "kim"].enumerated().map { Caller(uid: UInt32(2000 + $0), gid: 1, user: $1) }
        static let site = Watts(18_000)

        let scheduler: Scheduler
        var random: SeededGenerator
        var now = Timestamp(milliseconds: 1_000_000_000)
        let base: Int64

        init(seed: UInt64, isFair: Bool, placement: PlacementRule) throws {
            random = SeededGenerator(seed: seed)
            var places = [Place(name: Place.site, parent: nil, rating: nil)]
            for (name, watts) in [("r1", 11_000), ("r2", 7500)] {
                places.append(Place(name: try PlaceName(name), parent: Place.site, rating: Watts(watts)))
            }
            let nodes = [
                try Samples.node("h-1", [("h200", 8)], place: places[1].name),
                try Samples.node("h-2", [("h200", 8)], place: places[2].name),
                try Samples.node("t-1", [("trn2", 16)], place: places[1].name),
                try Samples.node("m-1", [("h200", 4)], place: places[2].name),
            ]
            let fleet = Fleet(name: "twin", nodes: nodes, places: places, ports: 20_000...20_099)
            let policy = Run.policy(isFair: isFair, placement: placement, &random)
            scheduler = try Bench.scheduler(fleet, policy)
            _ = try scheduler.applyPolicy(text: "", policy: policy, ifRevision: nil, by: Samples.root, at: now)
            base = scheduler.work.core.usage(of: DomainIndex(0)).base.milliwatts
            scheduler.advance(to: now)
            _ = scheduler.takeOutput()
        }

        private static func policy(isFair: Bool, placement: PlacementRule, _ random: inout SeededGenerator) -> Policy {
            var queues: [QueueName: Policy.Queue] = [:]
            for (index, name) in Run.queues.enumerated() {
                queues[name] = Policy.Queue(weight: [0, 5, 5][index])
                queues[name]?.ageing = [0, 0, 400][index]
                queues[name]?.order = index == 1 ? .shortest : .submitted
            }
            var agencies: [AgencyName: Policy.Agency] = [:]
            for (name, user, parent) in [("dept", "ann", nil), ("east", "bob", "dept"), ("west", "eve", "dept"), ("lone", "kim", nil)] {
                var agency = Policy.Agency(parent: parent.map { try! AgencyName($0) }, users: [user])
                agency.share = .random(in: 1...4, using: &random)
                if Bool.random(using: &random) { agency.deviceLimits = [Run.kinds[0]: .random(in: 8...14, using: &random)] }
                if Bool.random(using: &random) { agency.powerLimit = Watts(.random(in: 5600...9000, using: &random)) }
                if Bool.random(using: &random) { agency.unitLimitThousandths = .random(in: 16...24, using: &random) * 1000 }
                if Bool.random(using: &random) {
                    agency.borrowing.devices = [Run.kinds[0]: 4]
                    agency.borrowing.power = Watts(3000)
                    agency.borrowing.unitThousandths = 8000
                }
                agencies[try! AgencyName(name)] = agency
            }
            var policy = Policy(
                power: [Policy.BudgetRule(name: Place.site, parent: nil, budget: Run.site)], queues: queues, agencies: agencies,
                placement: placement)
            if isFair { policy.fairness = Policy.Fairness(halfLife: .zero) }
            return policy
        }

        mutating func submit() {
            let jobClass: JobClass = Int.random(in: 0..<4, using: &random) == 0 ? .gang : .batch
            let spec = Samples.job("t", jobClass) { spec in
                if jobClass == .gang { spec.nodes = .random(in: 2...3, using: &random) }
                if jobClass == .batch, Int.random(in: 0..<5, using: &random) == 0 {
                    spec.array = ArraySpec(indexes: [0, 1, 2, 3], limit: Bool.random(using: &random) ? 2 : nil)
                }
                spec.queue = Run.queues.randomElement(using: &random)
                spec.accelerators = [
                    [], [(0, 1)], [(0, 2)], [(0, 4)], [(0, 8)], [(1, 4)], [(1, 16)], [(1, 4), (0, 4)], [(0, 2), (1, 1)],
                ]
                .randomElement(using: &random)!.map { AcceleratorRequest(kind: Run.kinds[$0.0], count: $0.1) }
                spec.cpus = [.cores(1), .cores(4), .cores(7)].randomElement(using: &random)!
                spec.priority = .random(in: -1...1, using: &random)
                if Bool.random(using: &random) { spec.time = .seconds(.random(in: 60...600, using: &random)) }
            }
            // What can never run is refused, and so no matter here.
            _ = try? scheduler.submit(spec, by: Run.callers.randomElement(using: &random)!, key: nil, at: now)
        }

        mutating func endSome() {
            for job in scheduler.state.jobs.all where job.state.isActive && Int.random(in: 0..<3, using: &random) == 0 {
                for member in job.members { scheduler.report(.exited(job.runID(of: member), .exited(code: 0)), at: now) }
            }
        }

        mutating func toggleDrain() {
            let node = scheduler.fleet.nodes.randomElement(using: &random)!.name
            if scheduler.state.drains[node] == nil {
                try? scheduler.drain(node, reason: "test", by: Samples.root, at: now)
            } else {
                try? scheduler.undrain(node, by: Samples.root, at: now)
            }
        }

        /// - Returns: what a naive pass would place, and what the pass placed.
        mutating func step(_ sabotage: Sabotage?) -> (expected: [JobID], placed: [JobID]) {
            now = now + .milliseconds(.random(in: 1...900_000, using: &random))
            for _ in 0..<Int.random(in: 0...5, using: &random) { submit() }
            endSome()
            if Int.random(in: 0..<6, using: &random) == 0 { toggleDrain() }
            _ = scheduler.takeOutput()
            var naive = NaivePass(scheduler, at: now, power: Run.site.milliwatts - base)
            let expected = naive.run()
            switch sabotage {
            case .forgetsNodes: scheduler.work.touched.nodes = []
            case .forgetsWatts: scheduler.work.touched.domains = [:]
            case .forgetsHolds: scheduler.work.queue.holds = HoldBook()
            case nil: break
            }
            scheduler.advance(to: now)
            let placed = scheduler.takeOutput().entries.compactMap { entry -> JobID? in
                if case .job(let id, .placed) = entry.record { id } else { nil }
            }
            return (expected, placed)
        }
    }

    private func firstDifference(seed: UInt64, isFair: Bool, _ placement: PlacementRule, steps: Int, _ sabotage: Sabotage? = nil) throws
        -> String?
    {
        var run = try Run(seed: seed, isFair: isFair, placement: placement)
        var count = 0
        for step in 0..<steps {
            let (expected, placed) = run.step(sabotage)
            count += placed.count
            if expected != placed { return "seed \(seed), step \(step): a naive pass places \(expected), this one \(placed)" }
        }
        return count > steps / 2 ? nil : "seed \(seed): only \(count) jobs were placed"
    }

    @Test("jobs are placed in the order of weight, priority and number", arguments: 1...10 as ClosedRange<UInt64>)
    func plain(seed: UInt64) throws {
        let difference = try firstDifference(seed: seed, isFair: false, seed % 2 == 0 ? .bestFit : .learnt, steps: 60)
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test("jobs are placed in the order of weight, borrowing, shares, priority and number", arguments: 11...20 as ClosedRange<UInt64>)
    func fair(seed: UInt64) throws {
        let difference = try firstDifference(seed: seed, isFair: true, seed % 2 == 0 ? .bestFit : .learnt, steps: 60)
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test(
        "a pass that forgets what was given back, or whom limits keep, is caught",
        arguments: [Sabotage.forgetsNodes, .forgetsWatts, .forgetsHolds])
    func planted(sabotage: Sabotage) throws {
        let found = try (11...20 as ClosedRange<UInt64>).contains { seed in
            try firstDifference(seed: seed, isFair: true, .bestFit, steps: 40, sabotage) != nil
        }
        #expect(found, "nobody noticed \(sabotage)")
    }
}
