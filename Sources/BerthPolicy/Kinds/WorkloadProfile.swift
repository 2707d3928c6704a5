public import BerthModel

/// What is known of one workload on one kind: for people.
public struct WorkloadProfile: Hashable, Sendable {
    public var workload: WorkloadName
    /// Of the jobs that were compared.
    public var members: Int
    public var kind: KindName
    /// Devices of a member.
    public var slots: Int
    /// The figure that kinds are chosen by; nil where nobody knows.
    public var speed: KindSpeed?
    /// That succeeded on it, and whose time counts.
    public var jobs: Int
}

extension Policy {
    /// All that is known of workloads: each kind that the policy names, and each that jobs ran on, for each number of members that was
    /// seen.
    /// - Complexity: O(known + profiles).
    public func profiles(learnt: KindTimes) -> [WorkloadProfile] {
        let seen = Dictionary(grouping: learnt.all.map(\.key), by: \.workload)
        return workloads.sorted { $0.key < $1.key }.flatMap { name, workload in
            let keys = seen[name] ?? []
            let sizes = keys.isEmpty ? [1] : Set(keys.map(\.members)).sorted()
            return sizes.flatMap { members -> [WorkloadProfile] in
                let ways = workload.profiles.map { AcceleratorRequest(kind: $0.kind, count: $0.slots) }
                let more = keys.filter { $0.members == members }.map { AcceleratorRequest(kind: $0.kind, count: $0.slots) }
                let all = ways + more.filter { !ways.contains($0) }
                let speeds = speeds(of: all, members: members, name, workload, learnt)
                return zip(all, speeds).map { way, speed in
                    let key = KindTimes.Key(workload: name, members: members, kind: way.kind, slots: way.count)
                    return WorkloadProfile(
                        workload: name, members: members, kind: way.kind, slots: way.count, speed: speed, jobs: learnt[key]?.jobs ?? 0)
                }
            }
        }
    }
}
