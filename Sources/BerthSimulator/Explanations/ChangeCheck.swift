import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Applies the change that `why` calls sufficient to a copy of the state, where all others wait as they do: the job starts in the next
/// pass, and with the next smaller step of the same change it does not.
struct ChangeCheck {
    let copy: StateCopy
    let job: Job
    let change: String

    struct Outcome {
        var flags: [String] = []
        /// Whose next smaller step was tried.
        var smaller: [String] = []
        var faults: [String] = []
        /// Whether no copy can be made with the change.
        var isUnmade = false
    }

    func run() throws -> Outcome {
        var outcome = Outcome()
        var whole = siblingsAside()
        var spec = job.spec
        for part in change.replacing(", and ", with: "\n").split(separator: "\n").map(String.init) {
            let words = part.split(separator: " ", maxSplits: 1).map(String.init)
            outcome.flags.append(words[0] == "berth" ? "release" : words[0])
            if part == "berth release \(job.id)" {
                whole.commands.append { [job, copy] in try $0.release(job.id, by: SimulatedPolicy.root, at: copy.now) }
            } else if words.count == 2, let changed = try apply(words[0], words[1], to: spec) {
                spec = changed
            } else {
                outcome.faults.append("\"\(part)\" is no change that can be made")
                return outcome
            }
        }
        // Attempts that stand in the journal had another number of members.
        let tasks = copy.scheduler.state.jobs.jobs(numbered: job.id.number)
        guard spec.members.min == job.spec.members.min || tasks.allSatisfy({ $0.attempt == 0 }) else { return Outcome(isUnmade: true) }
        let changed = try passed(spec, whole)
        if !(changed.state.jobs[job.id]?.state.isActive ?? false) {
            let left = try changed.explain(job.id, by: SimulatedPolicy.root, at: copy.now).blockers.map(\.message)
            outcome.faults.append("\"\(change)\" does not start it, for \(left.joined(separator: "; "))")
        }
        if let (flag, smaller) = try smallerStep(than: spec) {
            outcome.smaller.append(flag)
            if try passed(smaller, whole).state.jobs[job.id]?.state.isActive ?? false {
                outcome.faults.append("less than \"\(change)\" starts it")
            }
        }
        return outcome
    }

    private func passed(_ spec: JobSpec, _ change: StateCopy.Change) throws -> Scheduler {
        var (whole, spec) = (change, spec)
        if let time = spec.time, time != job.time {
            // Other tasks of an array keep their limits.
            whole.commands.append { [job, copy] in
                try $0.update(job.id, priority: nil, time: time, by: SimulatedPolicy.root, at: copy.now)
            }
            spec.time = job.spec.time
        }
        whole.specs[job.id.number, default: []].append { [spec] in $0 = spec }
        let scheduler = try copy.changed(whole)
        try copy.pass(scheduler, for: job.id)
        return scheduler
    }

    /// A change of an array is a change of all its tasks, and this one may not be the first of them.
    private func siblingsAside() -> StateCopy.Change {
        var change = StateCopy.Change()
        for other in copy.scheduler.state.jobs.jobs(numbered: job.id.number) where other.state == .pending && other.id != job.id {
            change.commands.append { [copy] in try $0.hold(other.id, by: SimulatedPolicy.root, at: copy.now) }
        }
        return change
    }

    /// The job with a flag of the command line added; nil for a flag that nobody knows.
    private func apply(_ flag: String, _ value: String, to given: JobSpec) throws -> JobSpec? {
        var spec = given
        switch flag {
        case "--power-cap": spec.powerCap = try Watts(parsing: value)
        case "--cpus": spec.cpus = try CoreShare(parsing: value)
        case "--mem": spec.memory = try Bytes(parsing: value)
        case "--time": spec.time = try Duration(parsing: value)
        case "--accel", "--accel-any": spec.accelerators = try AcceleratorRequest.alternatives(parsing: value.filter { $0 != "'" })
        case "-N":
            guard let nodes = Int(value) else { return nil }
            spec.nodes = nodes
        case "--replicas":
            let numbers = value.split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            spec.replicas = ReplicaRange(min: numbers[0], max: numbers[1])
        default: return nil
        }
        return spec
    }

    /// The next step of the same change that gives up less; nil where the job itself is that step, or where there is none.
    private func smallerStep(than changed: JobSpec) throws -> (flag: String, spec: JobSpec)? {
        let asked = job.spec
        var step = changed
        if let cap = changed.powerCap, cap != asked.powerCap {
            step.powerCap = cap + Watts(1)
            let most = changed.accelerators.first.flatMap { copy.scheduler.rules.catalogue.kinds[$0.kind]?.power.max }
            return most.map { cap + Watts(1) >= (asked.powerCap ?? $0) } ?? true ? nil : ("--power-cap", step)
        }
        if changed.cpus != asked.cpus, let cores = changed.cpus.wholeCores {
            step.cpus = .cores(cores + 1)
            return step.cpus < asked.cpus ? ("--cpus", step) : nil
        }
        if changed.memory != asked.memory {
            step.memory = .mebibytes(changed.memory.mebibytesRoundedUp + 1)
            return step.memory < asked.memory ? ("--mem", step) : nil
        }
        if changed.time != asked.time, let time = changed.time {
            step.time = time + .seconds(1)
            return asked.time.map { time + .seconds(1) < $0 } ?? true ? ("--time", step) : nil
        }
        if changed.nodes != asked.nodes {
            step.nodes += 1
            return step.nodes < asked.nodes ? ("-N", step) : nil
        }
        if changed.replicas != asked.replicas {
            step.replicas = ReplicaRange(min: changed.replicas.min + 1, max: changed.replicas.max)
            return step.replicas.min < asked.replicas.min ? ("--replicas", step) : nil
        }
        guard changed.accelerators.count == 1, let own = changed.accelerators.first, own.partition == nil,
            let before = asked.accelerators.first, before.kind == own.kind, before.partition == nil,
            let next = copy.scheduler.rules.requestableCounts(own.kind).first(where: { $0 > own.count }), next < before.count
        else { return nil }
        step.accelerators[0].count = next
        return ("--accel", step)
    }
}
