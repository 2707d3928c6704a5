import BerthModel

/// Makes jobs of all classes.
///
/// What they ask for is one of `templates`: users ask for the same again and again, and a scheduler whose every job is a shape of its own
/// explains refusals and does nothing else.
struct JobMaker {
    let world: SimulatedFleet
    private let templates: [JobSpec]

    /// Durations of finite jobs, in seconds.
    static let longest = 60
    private static let templateCount = 20

    init(world: SimulatedFleet, _ chance: inout Chance) {
        self.world = world
        var templates: [JobSpec] = []
        for _ in 0..<JobMaker.templateCount { templates.append(JobMaker.template(world, &chance)) }
        self.templates = templates
    }

    private static func template(_ world: SimulatedFleet, _ chance: inout Chance) -> JobSpec {
        let draw = chance.below(100)
        let jobClass: JobClass = draw < 70 ? .batch : draw < 88 ? .gang : .service
        var spec = JobSpec(name: "template", jobClass: jobClass, program: .command(["work"]), directory: "/tmp")
        spec.cpus = chance.happens(percent: 25) ? CoreShare(eighths: chance.between(1, 7)) : .cores(chance.between(1, 6))
        spec.memory = .mebibytes(chance.between(64, 16_000))
        ask(world, &spec, &chance)
        shape(&spec, &chance)
        if chance.happens(percent: 4) { spec.exclude = [chance.pick(world.fleet.nodes).name] }
        return spec
    }

    mutating func job(_ number: Int, after ids: [JobID], _ chance: inout Chance) -> (JobSpec, user: Int) {
        let user = chance.below(SimulatedPolicy.users)
        var spec = chance.pick(templates)
        spec.name = "j\(number)"
        spec.agency = made("a\(user / SimulatedPolicy.usersPerAgency)")
        spec.queue = made(chance.happens(percent: 30) ? "high" : "low")
        spec.priority = chance.happens(percent: 10) ? chance.between(-3, 3) : 0
        spec.grace = .seconds(chance.between(0, 15))
        spec.hold = chance.happens(percent: 3)
        spec.requeue = chance.happens(percent: 60)
        if world.hasLabels, user / SimulatedPolicy.usersPerAgency == 3 || chance.happens(percent: 2) {
            spec.hostLabel = chance.happens(percent: 95) ? made(chance.pick(["north", "west"])) : nil
        }
        if world.hasPreemption, spec.jobClass != .service, chance.happens(percent: 30) { spec.preemptible = .seconds(chance.below(16)) }
        spec.maxAttempts = spec.requeue ? chance.between(2, 6) : 1
        let isEndless = spec.jobClass == .service && chance.happens(percent: 70)
        if !isEndless, chance.happens(percent: 70) { spec.time = .seconds(chance.between(10, JobMaker.longest)) }
        if spec.jobClass != .service {
            spec.simulation = Simulation(
                duration: .seconds(chance.between(1, JobMaker.longest)), exit: chance.happens(percent: 10) ? chance.between(1, 3) : 0)
        }
        if spec.jobClass == .batch, chance.happens(percent: 15) {
            let tasks = chance.between(2, 16)
            spec.array = ArraySpec(indexes: Array(0..<tasks), limit: chance.happens(percent: 40) ? chance.between(1, tasks) : nil)
        }
        if chance.happens(percent: 8), !ids.isEmpty {
            spec.dependencies = [Dependency(chance.pick(Dependency.Condition.allCases), chance.pick(ids))]
        }
        return (spec, user)
    }

    private static func ask(_ world: SimulatedFleet, _ spec: inout JobSpec, _ chance: inout Chance) {
        guard !world.kinds.isEmpty, chance.happens(percent: 85) else { return }
        let (kind, most) = chance.pick(world.kinds)
        if kind.canPartition, spec.jobClass == .batch, chance.happens(percent: 45) {
            let part: PartitionRequest =
                chance.happens(percent: 60)
                ? .mig(chance.pick(kind.migProfiles).name)
                : .thousandths(chance.between(50, 700), memory: .mebibytes(chance.between(500, kind.memory.mebibytesRoundedDown / 2)))
            spec.accelerators = [AcceleratorRequest(kind: kind.name, count: 1, partition: part)]
            return
        }
        let counts = kind.legalSets.requestableCounts(installed: most)
        spec.accelerators = [AcceleratorRequest(kind: kind.name, count: chance.pick(Array(counts.prefix(6)) + counts.suffix(1)))]
        if chance.happens(percent: 20) {
            let (other, otherMost) = chance.pick(world.kinds)
            let count = chance.pick(other.legalSets.requestableCounts(installed: otherMost))
            if other.name != kind.name { spec.accelerators.append(AcceleratorRequest(kind: other.name, count: count)) }
        } else if kind.power.canCap, chance.happens(percent: 20), let low = kind.power.min {
            spec.powerCap = Watts(chance.between(low.roundedUp, kind.power.max.roundedDown))
        } else if !kind.lncSizes.isEmpty, chance.happens(percent: 15) {
            spec.accelerators[0].lnc = chance.pick(kind.lncSizes)
        }
    }

    private static func shape(_ spec: inout JobSpec, _ chance: inout Chance) {
        switch spec.jobClass {
        case .batch: break
        case .gang:
            spec.nodes = chance.between(2, chance.happens(percent: 15) ? 16 : 4)
            guard chance.happens(percent: 30) else { return }
            let vendor = spec.accelerators.first.flatMap { Catalogue.shipped.kinds[$0.kind]?.vendor }
            var choices: [Together] = [.node, .rack, .hall]
            if spec.accelerators.count == 1 {
                if vendor == .nvidia { choices.append(.nvlink) }
                if vendor == .neuron { choices.append(.neuronlink) }
            }
            spec.together = chance.pick(choices)
        case .service:
            let low = chance.between(1, 3)
            spec.replicas = ReplicaRange(min: low, max: low + chance.below(4))
            if chance.happens(percent: 60) { spec.readiness = Readiness(probe: .tcp) }
        }
    }
}
