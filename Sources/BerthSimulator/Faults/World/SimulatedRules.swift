import BerthModel

/// What else a policy of this world says besides budgets and limits: labels, order, room that is kept, and who may be stopped for whom.
/// As text, and once more as figures for the checkers.
struct SimulatedRules {
    struct Preemption {
        /// In milliseconds.
        var minRun: Int64
        var cooldown: Int64
        var maxPerJob: Int
    }

    /// Whether jobs of `high` may stop those of `low`.
    var highPreemptsLow = false
    var preemption = Preemption(minRun: 600_000, cooldown: 1_800_000, maxPerJob: 5)
    /// The labels of each agency; nil in a world without labels.
    var labels: [[String]]?
    /// Labels that hosts are scrubbed for.
    var scrubbed: Set<String> = []
    private(set) var lines: [String] = []

    /// What the agencies may have; the last label comes and goes with the policies, so that the numbers of the others move.
    private static let agencyLabels: [[String]] = [["west"], ["west"], ["north"], ["north", "west"], [], ["east"]]
    private static let scrubs: [(label: String, seconds: Int?)] = [("east", 5), ("north", nil), ("west", 12)]

    /// - Parameter isWhole: whether all labels are there: a job of another waits for ever.
    init(_ world: SimulatedFleet, isWhole: Bool, _ chance: inout Chance) {
        if world.hasLabels { label(isWhole: isWhole, &chance) }
        if chance.happens(percent: 50) {
            lines.append(
                "fairness: {half_life: \(chance.pick(["0s", "30s", "10m", "7d"])), unit: \(chance.pick(["joules", "device-hours"]))}")
        }
        if world.hasReservations {
            let method = chance.pick(["none", "easy", "conservative"])
            let count = method == "conservative" ? ", reservations: \(chance.between(2, 8))" : ""
            lines.append("backfill: {method: \(method)\(count), after: \(chance.below(3) * 10)s}")
        }
        let order = { (chance: inout Chance) in
            "order: \(chance.pick(["submitted", "shortest"])), ageing: \(chance.pick([0, 0, 10, 600]))"
        }
        highPreemptsLow = world.hasPreemption && chance.happens(percent: 70)
        if world.hasPreemption {
            preemption = Preemption(
                minRun: Int64(chance.below(4)) * 5000, cooldown: Int64(chance.below(4)) * 10_000, maxPerJob: chance.between(1, 4))
            lines.append(
                "preemption: {min_run: \(preemption.minRun / 1000)s, grace: \(chance.between(1, 20))s, "
                    + "cooldown: \(preemption.cooldown / 1000)s, max_per_job: \(preemption.maxPerJob)}")
        }
        lines.append("queues:")
        lines.append("  high: {weight: 20, \(order(&chance))\(highPreemptsLow ? ", preempts: [low]" : "")}")
        lines.append("  low: {weight: 0, \(order(&chance))}")
    }

    private mutating func label(isWhole: Bool, _ chance: inout Chance) {
        let hasEast = isWhole || chance.happens(percent: 70)
        lines.append("labels:")
        for (label, seconds) in SimulatedRules.scrubs where hasEast || label != "east" {
            lines.append("  \(label): {\(seconds.map { "scrub: {time: \($0)s}" } ?? "")}")
            if seconds != nil { scrubbed.insert(label) }
        }
        labels = SimulatedRules.agencyLabels.map { hasEast ? $0 : $0.filter { $0 != "east" } }
    }

    /// What an agency's keys say of labels.
    func labelKeys(of agency: Int) -> String {
        guard let own = labels?[agency], !own.isEmpty else { return "" }
        return ", labels: [\(own.joined(separator: ", "))]"
    }
}
