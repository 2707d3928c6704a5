import BerthModel
import BerthPolicy

/// Policies for sites on which explanations are held against what happens: every rule that can keep a job waiting is there in some of them.
struct StudyPolicy {
    static let queues = ["high", "low", "short", "stopped"]
    static let workload: WorkloadName = made("m-1")

    private let world: SimulatedFleet
    private var chance: Chance
    private var policy = Policy()

    /// - Parameter seed: of what the policy of a site is made of; later ones of the same site differ in figures alone.
    static func make(_ world: SimulatedFleet, features: Features, _ chance: inout Chance) -> Policy {
        var maker = StudyPolicy(world: world, chance: Chance(seed: chance.seed()))
        maker.addPower()
        maker.addQueues(features)
        maker.addAgencies(features)
        maker.addRest(features)
        return maker.policy
    }

    private init(world: SimulatedFleet, chance: Chance) {
        self.world = world
        self.chance = chance
    }

    /// What the rules of a site have, whatever their figures are.
    struct Features {
        var isFair: Bool
        var method: Policy.Backfill.Method
        var preempts: Bool
        var labels: Bool
        /// Hosts are scrubbed before they change their labels; else they change at once.
        var scrubs: Bool

        init(_ chance: inout Chance) {
            isFair = chance.happens(percent: 50)
            method = chance.pick([.none, .easy, .conservative])
            preempts = chance.happens(percent: 50)
            labels = chance.happens(percent: 30)
            scrubs = chance.happens(percent: 70)
        }
    }

    private mutating func addPower() {
        var budgets: [Int64] = []
        let isTight = chance.happens(percent: 60)
        for domain in world.domains {
            let percent = isTight ? chance.between(20, 90) : chance.between(70, 110)
            var budget = domain.base + (domain.most - domain.base) * Int64(percent) / 100
            if let parent = domain.parent { budget = min(budget, budgets[parent]) }
            if let rating = domain.rating { budget = min(budget, rating) }
            budget = max((budget + 999) / 1000, (domain.base + 999) / 1000) * 1000
            budgets.append(budget)
            let isGroup = !domain.group.isEmpty
            policy.power.append(
                Policy.BudgetRule(
                    name: made(domain.name), parent: isGroup ? Place.site : nil, budget: Watts(milliwatts: budget), nodes: domain.group))
        }
    }

    private mutating func addQueues(_ features: Features) {
        var high = Policy.Queue(weight: 20)
        if features.preempts { high.preempts = [made("low")] }
        var low = Policy.Queue()
        low.ageing = chance.pick([0, 10])
        var short = Policy.Queue(weight: chance.pick([0, 20]))
        short.order = .shortest
        var stopped = Policy.Queue()
        stopped.isStopped = chance.happens(percent: 70)
        for (name, queue) in zip(StudyPolicy.queues, [high, low, short, stopped]) { policy.queues[made(name)] = queue }
    }

    private mutating func addAgencies(_ features: Features) {
        for number in 0..<SimulatedPolicy.agencies {
            let users = (0..<SimulatedPolicy.usersPerAgency).map { "u\(number * SimulatedPolicy.usersPerAgency + $0)" }
            var agency = Policy.Agency(parent: SimulatedPolicy.parents[number].map { made("a\($0)") }, users: users)
            agency.share = chance.between(1, 4)
            for (kind, most) in world.kinds where chance.happens(percent: 25) {
                agency.deviceLimits[kind.name] = most * chance.between(1, 2)
                if chance.happens(percent: 40) { agency.borrowing.devices[kind.name] = chance.between(1, most) }
            }
            if chance.happens(percent: 15) {
                agency.powerLimit = Watts(chance.between(2000, 20_000))
                if chance.happens(percent: 40) { agency.borrowing.power = Watts(chance.between(500, 5000)) }
            }
            if chance.happens(percent: 15) { agency.unitLimitThousandths = chance.between(8, 40) * 1000 }
            if features.labels, number > 1 { agency.labels = number % 2 == 0 ? [made("il4")] : [made("il5")] }
            if chance.happens(percent: 15) { agency.models = [chance.happens(percent: 60) ? "m-*" : "n-*"] }
            policy.agencies[made("a\(number)")] = agency
        }
    }

    private mutating func addRest(_ features: Features) {
        if features.isFair { policy.fairness = Policy.Fairness(halfLife: .seconds(chance.pick([0, 600, 86_400]))) }
        policy.backfill.method = features.method
        policy.backfill.reservations = chance.between(2, 4)
        policy.preemption.minRun = .seconds(chance.between(5, 60))
        policy.preemption.grace = .seconds(chance.between(1, 30))
        policy.preemption.cooldown = .seconds(60)
        if features.labels {
            let scrub = features.scrubs ? Policy.Scrub(command: [], time: .seconds(90)) : nil
            for label in ["il4", "il5"] { policy.hostLabels[made(label)] = Policy.HostLabel(scrub: scrub) }
        }
        policy.workloads[StudyPolicy.workload] = Policy.Workload(profiles: [])
    }
}
