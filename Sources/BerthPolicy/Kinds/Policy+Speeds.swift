public import BerthModel

/// How fast each kind is for a workload: the operators' figures, and where these are missing what was learnt, if the policy asks for that.
extension Policy {
    /// Of the ways to serve a job, in its own order; those that nobody knows anything of are left out.
    /// - Parameter learnt: what jobs took that are over.
    /// - Complexity: O(ways).
    public func speeds(of spec: JobSpec, learnt: KindTimes) -> [KindSpeed] {
        guard let name = spec.workload, let workload = workloads[name] else { return [] }
        return speeds(of: Policy.asked(spec, workload), members: spec.members.min, name, workload, learnt).compactMap(\.self)
    }

    /// What a job may be served by, as it or its workload says, whole devices only.
    static func asked(_ spec: JobSpec, _ workload: Workload?) -> [AcceleratorRequest] {
        spec.accelerators.isEmpty
            ? (workload?.profiles.map { AcceleratorRequest(kind: $0.kind, count: $0.slots) } ?? []) : spec.accelerators
    }

    /// By position; nil where nobody knows.
    func speeds(
        of asked: [AcceleratorRequest], members: Int, _ name: WorkloadName, _ workload: Workload, _ learnt: KindTimes
    ) -> [KindSpeed?] {
        var found = asked.map { self.said($0, workload) }
        guard let rules = learning, found.contains(where: { $0 == nil }) else { return found }
        let keys = asked.map { KindTimes.Key(workload: name, members: members, kind: $0.kind, slots: $0.count) }
        let known = asked.indices.filter { asked[$0].partition == nil && learnt[keys[$0]].map { $0.held >= rules.least } ?? false }
        // The kind of which most is known is what the others are held against: one with a figure of the operators', if there is any figure.
        let said = known.filter { found[$0] != nil }
        let bases = found.allSatisfy { $0 == nil } ? known : said
        guard known.count > max(1, said.count),
            let base = bases.max(by: { jobs(learnt, keys[$0], $0) < jobs(learnt, keys[$1], $1) })
        else { return found }
        let (figure, unit) = (found[base]?.thousandths ?? Policy.unitSpeed, found[base]?.unit)
        for index in known where found[index] == nil {
            guard let ratio = learnt.speed(of: keys[index], against: keys[base], least: rules.least) else { continue }
            found[index] = KindSpeed(
                kind: asked[index].kind, slots: asked[index].count, thousandths: max(1, Policy.scaled(figure, by: ratio, over: 1000)),
                unit: unit, source: .learnt(jobs: learnt[keys[index]]?.jobs ?? 0))
        }
        return found
    }

    /// Of the base where the operators give no figure at all.
    private static let unitSpeed = 1_000_000

    /// More jobs first, then the earlier way.
    private func jobs(_ learnt: KindTimes, _ key: KindTimes.Key, _ index: Int) -> (Int, Int) { (learnt[key]?.held ?? 0, -index) }

    /// The operators' figure. A job may ask for more or fewer devices than were measured: then as much more or less is believed.
    private func said(_ request: AcceleratorRequest, _ workload: Workload) -> KindSpeed? {
        guard let profile = workload.profiles.first(where: { $0.kind == request.kind }), let throughput = profile.throughputThousandths,
            throughput > 0
        else { return nil }
        return KindSpeed(
            kind: request.kind, slots: request.count,
            thousandths: Policy.scaled(throughput, by: request.count, over: max(1, profile.slots)), unit: profile.unit, source: .policy)
    }

    static func scaled(_ value: Int, by count: Int, over slots: Int) -> Int {
        let (product, overflow) = value.multipliedReportingOverflow(by: count)
        return overflow ? Int.max : product / slots
    }
}

extension Policy {
    /// A ratio that differs from what was seen by more than half, in either direction, is told.
    private static let tolerated = 1500

    /// Where this policy's figures and what jobs took do not go together; each kind is held against the best known one with a figure.
    /// - Complexity: O(known log known).
    public func disagreements(learnt: KindTimes) -> [SpeedDisagreement] {
        let least = learning?.least ?? Learning().least
        var found: [SpeedDisagreement] = []
        let known = learnt.all.filter { $0.mean.held >= least && workloads[$0.key.workload] != nil }
        for (_, group) in Dictionary(grouping: known, by: { Group(workload: $0.key.workload, members: $0.key.members) }) {
            guard let workload = workloads[group[0].key.workload] else { continue }
            let figures = group.compactMap { entry in
                said(AcceleratorRequest(kind: entry.key.kind, count: entry.key.slots), workload).map {
                    (entry: entry, said: $0.thousandths)
                }
            }
            guard let base = figures.max(by: { ($0.entry.mean.jobs, $1.entry.key) < ($1.entry.mean.jobs, $0.entry.key) }) else { continue }
            for one in figures where one.entry.key.kind != base.entry.key.kind {
                guard let seen = learnt.speed(of: one.entry.key, against: base.entry.key, least: least) else { continue }
                let said = Policy.scaled(one.said, by: 1000, over: max(1, base.said))
                guard max(seen, said) > Policy.scaled(min(seen, said), by: Policy.tolerated, over: 1000) else { continue }
                found.append(
                    SpeedDisagreement(
                        key: one.entry.key, other: base.entry.key, said: said, seen: seen, jobs: one.entry.mean.jobs,
                        otherJobs: base.entry.mean.jobs))
            }
        }
        return found.sorted { $0.key < $1.key }
    }

    private struct Group: Hashable {
        var workload: WorkloadName
        var members: Int
    }
}
