import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// What stands above the limits and budgets of a policy, and what follows from that.
enum PolicyConsequences {
    /// - Complexity: O(agencies + budgets).
    static func sentences(of policy: Policy, _ scheduler: Scheduler) -> [String] {
        budgets(policy, scheduler) + agencies(policy, scheduler) + gone(policy, scheduler) + scheduler.disagreements(with: policy)
    }

    private static func budgets(_ policy: Policy, _ scheduler: Scheduler) -> [String] {
        guard let tree = try? PowerTree.build(fleet: scheduler.fleet, policy: policy) else { return [] }
        // A budget is held against what the domain of its name reserves today; a group that is new has no figure yet.
        var reserved: [PlaceName: Watts] = [:]
        for (index, _) in scheduler.power.depthFirst {
            reserved[scheduler.power.domains[index.value].name] = scheduler.placement.usage(of: index).reserved
        }
        return tree.domains.compactMap { domain in
            guard let budget = domain.budget, let held = reserved[domain.name], held > budget else { return nil }
            return "budget \(domain.name): \(held) are reserved, above the \(budget) it leaves for nodes: nothing is added there until "
                + "jobs end; nothing is stopped"
        }
    }

    private static func agencies(_ policy: Policy, _ scheduler: Scheduler) -> [String] {
        var sentences: [String] = []
        for (name, agency) in policy.agencies.sorted(by: { $0.key < $1.key }) {
            let usage = scheduler.usage(of: name)
            for (kind, limit) in agency.deviceLimits.sorted(by: { $0.key < $1.key }) {
                let held = usage.thousandths[kind] ?? 0
                guard held > limit * 1000 else { continue }
                sentences.append(
                    "agency \(name): holds \((held + 999) / 1000) \(kind), above its limit of \(limit): none of its jobs that need "
                        + "\(kind) starts until others end; nothing is stopped")
            }
            if let limit = agency.powerLimit, usage.watts > limit {
                sentences.append(
                    "agency \(name): reserves \(usage.watts), above its limit of \(limit): none of its jobs starts until others end; "
                        + "nothing is stopped")
            }
            if let limit = agency.jobLimit, usage.jobs > limit {
                sentences.append(
                    "agency \(name): has \(usage.jobs) jobs, above its limit of \(limit): it can submit no more until some end")
            }
        }
        return sentences
    }

    private static func gone(_ policy: Policy, _ scheduler: Scheduler) -> [String] {
        let gone = Set(scheduler.policy.agencies.keys).subtracting(policy.agencies.keys).sorted()
        return gone.compactMap { name in
            let jobs = scheduler.usage(of: name).jobs
            guard jobs > 0 else { return nil }
            return "agency \(name): is not in the policy and has \(jobs) jobs: they go on, and nobody can submit more for it"
        }
    }
}
