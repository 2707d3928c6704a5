@testable import BerthScheduler
import BerthModel
import BerthPlacement
import BerthPolicy

/// A pass as the documents say it: all jobs, sorted anew after each placement, each asked about on a copy of the placement core. It knows
/// no shapes and no lanes, keeps no totals and remembers nothing.
struct NaivePass {
    private let policy: Policy
    private let rules: AdmissionRules
    private let core: PlacementCore
    private var chooser: Chooser?
    private var pending: [Job]
    private var running: [(agency: AgencyName, id: JobID, members: [MemberPlacement])]
    private let now: Timestamp
    private let power: Int64
    /// How long each waiting job of a queue that takes the shortest first was expected to take when it came.
    private let expected: [JobID: Int64]

    /// - Parameter power: what the fleet may reserve above its base load, in milliwatts.
    init(_ scheduler: Scheduler, at now: Timestamp, power: Int64) {
        policy = scheduler.policy
        rules = scheduler.rules
        core = scheduler.work.core.copy()
        chooser = scheduler.work.chooser
        pending = scheduler.state.jobs.all.filter { $0.state == .pending }
        running = scheduler.state.jobs.all.filter(\.state.isActive).map { ($0.agency, $0.id, $0.placements) }
        let expect = { (job: Job) in (job.id, scheduler.expected(job).upper?.milliseconds ?? .max) }
        expected = Dictionary(uniqueKeysWithValues: pending.map(expect))
        self.now = now
        self.power = power
    }

    /// A job, and whether it may borrow: of two turns of one job the one without comes first.
    private struct Turn {
        var job: Job
        var mayBorrow: Bool
        var key: [Int64]
    }

    mutating func run() -> [JobID] {
        var placed: [JobID] = []
        while let (job, members) = next() {
            placed.append(job.id)
            running.append((job.agency, job.id, members))
            pending.removeAll { $0.id == job.id }
        }
        return placed
    }

    private mutating func next() -> (Job, [MemberPlacement])? {
        let turns = pending.flatMap { job in (policy.fairness == nil ? [true] : [false, true]).map { turn(job, mayBorrow: $0) } }
        for turn in turns.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if let members = claim(turn.job, mayBorrow: turn.mayBorrow) { return (turn.job, members) }
        }
        return nil
    }

    private func turn(_ job: Job, mayBorrow: Bool) -> Turn {
        let queue = job.spec.queue.flatMap { policy.queues[$0] }
        let weight = Int64(queue?.weight ?? 0)
        let ageing = Int64(queue?.ageing ?? 0)
        let gained = ageing * now.milliseconds / 3_600_000 - ageing * job.submittedAt.milliseconds / 3_600_000
        let then = queue?.order == .shortest ? expected[job.id] ?? .max : job.spec.deadline?.milliseconds ?? .max
        let number = [Int64(job.id.number), Int64(job.id.task ?? 0)]
        guard policy.fairness != nil else {
            return Turn(job: job, mayBorrow: mayBorrow, key: [-weight - Int64(job.priority) - gained, then] + number)
        }
        let key = [-weight, mayBorrow ? 1 : 0] + path(job.agency) + [-Int64(job.priority) - gained, then] + number
        return Turn(job: job, mayBorrow: mayBorrow, key: key)
    }

    /// At each level the share over the weight, then the name; jobs of an agency with others beneath it stand among those.
    private func path(_ agency: AgencyName) -> [Int64] {
        let names = policy.agencies.keys.sorted()
        var path: [Int64] = []
        for name in policy.lineage(of: agency).reversed() {
            let beneath = running.filter { policy.lineage(of: $0.agency).contains(name) }
            path += [
                share(of: beneath.flatMap(\.members), weight: policy.agencies[name]?.share ?? 1), Int64(names.firstIndex(of: name) ?? 0),
            ]
        }
        if policy.agencies.values.contains(where: { $0.parent == agency }) {
            path += [share(of: running.filter { $0.agency == agency }.flatMap(\.members), weight: 1), Int64(names.count)]
        }
        return path + [Int64](repeating: -1, count: 8 - path.count)
    }

    private func share(of members: [MemberPlacement], weight: Int) -> Int64 {
        var parts: [UInt64] = []
        for (kind, count) in rules.deviceCounts {
            let held = members.filter { $0.kind == kind }.reduce(0) { $0 + $1.thousandths }
            parts.append((UInt64(held) * ((1 << 60) / UInt64(count * 1000))) >> 20)
        }
        let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
        parts.append((UInt64(watts.milliwatts) * ((1 << 60) / UInt64(power))) >> 20)
        return Int64((parts.max() ?? 0) * 1_000_000 / UInt64(weight))
    }

    // MARK: Whether one job fits

    private mutating func claim(_ job: Job, mayBorrow: Bool) -> [MemberPlacement]? {
        if let limit = job.spec.array?.limit {
            guard running.count(where: { $0.id.number == job.id.number }) < limit else { return nil }
        }
        guard var request = try? rules.request(for: job.spec, members: Array(0..<job.spec.members.min), learnt: KindTimes()) else {
            return nil
        }
        request.alternatives = request.alternatives.filter { alternative in
            let count = request.members.count
            return isWithin(
                job.agency, alternative.kind, thousandths: alternative.thousandths * count,
                watts: alternative.wattsPerDevice * (alternative.count * count), mayBorrow: mayBorrow)
        }
        guard !request.alternatives.isEmpty, let members = ask(request) else { return nil }
        let watts = members.reduce(Watts.zero) { $0 + $1.accountedWatts }
        guard isWithin(job.agency, nil, thousandths: 0, watts: watts, mayBorrow: mayBorrow) else {
            core.release(members)
            chooser?.changed(members, on: core)
            return nil
        }
        return members
    }

    private mutating func ask(_ request: PlacementRequest) -> [MemberPlacement]? {
        guard var own = chooser else { return core.claimIfFits(request) }
        defer { chooser = own }
        return core.claimIfFits(request, by: &own)
    }

    private func isWithin(_ agency: AgencyName, _ kind: KindName?, thousandths: Int, watts: Watts, mayBorrow: Bool) -> Bool {
        policy.lineage(of: agency).allSatisfy { name in
            guard let rules = policy.agencies[name] else { return true }
            let held = running.filter { policy.lineage(of: $0.agency).contains(name) }.flatMap(\.members)
            if let kind, let limit = rules.deviceLimits[kind] {
                let most = limit + (mayBorrow ? rules.borrowing.devices[kind] ?? 0 : 0)
                if held.filter({ $0.kind == kind }).reduce(thousandths, { $0 + $1.thousandths }) > most * 1000 { return false }
            }
            if kind != nil, let limit = rules.unitLimitThousandths {
                let most = limit + (mayBorrow ? rules.borrowing.unitThousandths : 0)
                if held.filter({ $0.kind != nil }).reduce(thousandths, { $0 + $1.thousandths }) > most { return false }
            }
            guard let limit = rules.powerLimit else { return true }
            return held.reduce(watts) { $0 + $1.accountedWatts } <= limit + (mayBorrow ? rules.borrowing.power : .zero)
        }
    }
}
