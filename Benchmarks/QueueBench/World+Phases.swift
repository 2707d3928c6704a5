import BerthModel
import BerthPolicy
import BerthScheduler
import Foundation

/// What is measured, one after the other.
extension World {
    private static let batch = 1000

    private mutating func submit(_ kind: KindName) throws {
        guard let specs = specs[kind], let queues = ["low", "low", "high"].map({ try? QueueName($0) })[random.below(3)] else { return }
        var spec = specs[random.below(specs.count)]
        spec.queue = queues
        spec.priority = random.below(3)
        _ = try scheduler.submit(spec, by: callers[random.below(callers.count)], key: nil, at: now)
        waiting += 1
    }

    /// - Returns: the jobs that were placed.
    @discardableResult
    private mutating func pass() -> Int {
        scheduler.advance(to: now)
        var placed = 0
        for entry in scheduler.takeOutput().entries {
            guard case .job(let id, .placed(let attempt, let members)) = entry.record else { continue }
            placed += 1
            guard members[0].kind == World.h200 else { continue }
            runs.append(members.map { RunID(job: id, attempt: attempt, member: $0.member, run: 1) })
        }
        waiting -= placed
        return placed
    }

    /// Ends one of the jobs on h200, chosen at random.
    private mutating func endOne() {
        guard !runs.isEmpty else { return }
        let index = random.below(runs.count)
        runs.swapAt(index, runs.count - 1)
        for run in runs.removeLast() { scheduler.report(.exited(run, .exited(code: 0)), at: now) }
    }

    /// Of this program: what others do on the machine does not count.
    private static func processorTime() -> Duration { .microseconds(Int64(clock()) * 1_000_000 / Int64(CLOCKS_PER_SEC)) }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.milliseconds) / 1000 }

    /// Jobs arrive a thousand a pass, until a tenth of a thousand starts.
    mutating func fill(_ report: inout Report) throws {
        let start = World.processorTime()
        var placed = 0
        while true {
            now = now + .milliseconds(100)
            for _ in 0..<World.batch { try submit(World.h200) }
            let started = pass()
            placed += started
            if started < World.batch / 10 { break }
        }
        let seconds = World.seconds(World.processorTime() - start)
        report.add("placed_while_free", placed)
        report.add("decisions_per_second_while_free", Double(placed) / max(seconds, 0.001))
    }

    /// The first jobs that must wait, one a pass: fewer have reservations than may.
    mutating func arriveWhileFewWait(_ report: inout Report) throws {
        var times: [Duration] = []
        let before = scheduler.passEffort.reviews
        for _ in 0..<50 {
            now = now + .milliseconds(20)
            try submit(World.h200)
            let start = World.processorTime()
            pass()
            times.append(World.processorTime() - start)
        }
        report.add("pass_after_first_arrivals", times: times)
        report.add("reviews_in_these", scheduler.passEffort.reviews - before)
    }

    mutating func queueUp(to queued: Int, _ report: inout Report) throws {
        let (before, first, start) = (residentBytes(), waiting, World.processorTime())
        while waiting < queued {
            now = now + .milliseconds(100)
            for _ in 0..<min(World.batch, queued - waiting) { try submit(World.h200) }
            pass()
        }
        let count = waiting - first
        guard count > 0 else { return }
        report.add("queued", waiting)
        report.add("queued_per_second", Double(count) / World.seconds(World.processorTime() - start))
        report.add("bytes_per_queued_job", (residentBytes() - before) / count)
        report.add("resident_mebibytes", residentBytes() >> 20)
    }

    /// From the submission of one job to its placement, while all the others wait for another kind.
    mutating func arriveWhereFree(_ samples: Int, _ report: inout Report) throws {
        var times: [Duration] = []
        var placed = 0
        for _ in 0..<samples {
            now = now + .milliseconds(1)
            let start = World.processorTime()
            try submit(World.trn2)
            placed += pass()
            times.append(World.processorTime() - start)
        }
        report.add("placed_alone", placed)
        report.add("submit_to_decision", times: times)
    }

    mutating func endOneByOne(_ samples: Int, _ report: inout Report) throws {
        var times: [Duration] = []
        var (woken, examined, asked, placed, reviews) = (0, 0, 0, 0, 0)
        for _ in 0..<samples {
            now = now + .milliseconds(1)
            let before = scheduler.passEffort
            endOne()
            let start = World.processorTime()
            placed += pass()
            times.append(World.processorTime() - start)
            let after = scheduler.passEffort
            woken += after.woken - before.woken
            examined += after.examined - before.examined
            asked += after.asked - before.asked
            reviews += after.reviews - before.reviews
        }
        report.add("pass_after_one_end", times: times)
        report.add("placed_per_end", Double(placed) / Double(samples))
        report.add("shapes_woken_per_end", Double(woken) / Double(samples))
        report.add("jobs_examined_per_end", Double(examined) / Double(samples))
        report.add("core_asked_per_end", Double(asked) / Double(samples))
        if policy.backfill.method != .none { report.add("reviews_per_end", Double(reviews) / Double(samples)) }
    }

    /// A hundred ends a pass: decisions a second with the whole queue waiting, ends and all.
    mutating func endManyAtOnce(_ rounds: Int, _ report: inout Report) throws {
        let start = World.processorTime()
        var (placed, ended, inPasses) = (0, 0, Duration.zero)
        for _ in 0..<rounds {
            now = now + .milliseconds(10)
            for _ in 0..<100 {
                endOne()
                ended += 1
            }
            let began = World.processorTime()
            placed += pass()
            inPasses += World.processorTime() - began
        }
        report.add("ends_and_decisions_per_second", Double(placed + ended) / World.seconds(World.processorTime() - start))
        report.add("decisions_per_second_in_passes", Double(placed) / max(0.001, World.seconds(inPasses)))
    }

    /// Shares are brought up to date with the first pass after a two-thousandth of the half-life.
    mutating func refresh(_ report: inout Report) throws {
        now = now + .seconds(3600)
        let start = World.processorTime()
        pass()
        report.add("shares_refreshed_ms", World.seconds(World.processorTime() - start) * 1000)
    }

    /// Everything stays but the order of agencies.
    mutating func applyOtherShares(_ report: inout Report) throws {
        var other = policy
        for name in other.agencies.keys { other.agencies[name]?.share = 1 + random.below(20) }
        try apply(other, "shares", &report)
    }

    /// All jobs that wait stand elsewhere.
    mutating func applyOtherWeights(_ report: inout Report) throws {
        var other = scheduler.policy
        for name in other.queues.keys { other.queues[name]?.weight += 1 }
        try apply(other, "weights", &report)
    }

    /// Claims and what the chooser has learnt are made anew too, as in a start from the journal.
    mutating func applyOtherBudget(_ report: inout Report) throws {
        var other = scheduler.policy
        other.power = [Policy.BudgetRule(name: Place.site, parent: nil, budget: scheduler.fleet.places[0].rating.map { $0 - Watts(1) })]
        try apply(other, "budget", &report)
    }

    private mutating func apply(_ other: Policy, _ what: String, _ report: inout Report) throws {
        let start = World.processorTime()
        _ = try scheduler.applyPolicy(
            text: "", policy: other, ifRevision: nil, by: Caller(uid: 0, gid: 0, user: "root"), at: now)
        let applied = World.processorTime()
        pass()
        report.add("\(what)_applied_seconds", World.seconds(applied - start))
        report.add("pass_after_\(what)_seconds", World.seconds(World.processorTime() - applied))
    }
}
