import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// What scenarios look at.
extension ScenarioWorld {
    func list() throws -> [String] {
        let scheduler = try running()
        return scheduler.jobs(visibleTo: caller).map { job in
            let place =
                job.state.isActive
                ? NameRange.compress(Set(job.placements.map(\.node.text)).sorted())
                : scheduler.reason(of: job)?.code.rawValue ?? job.why ?? ""
            return ["\(job.id)", job.spec.name, job.agency.text, job.state.rawValue, "\(job.watts)", place].joined(separator: "  ")
        }
    }

    func show(_ id: JobID) throws -> [String] {
        try running().jobs(standingFor: id, visibleTo: caller).flatMap { job -> [String] in
            let head =
                "\(job.id) \(job.spec.name) \(job.state.rawValue), attempt \(job.attempt)\(job.time.map { ", time \($0.short)" } ?? "")"
            return [head] + job.placements.map { "  \(EntryText.text($0))" }
        }
    }

    func why(_ id: JobID) throws -> [String] {
        let explanation = try running().explain(id, by: caller, at: clock.now)
        var lines = ["\(explanation.job) \(explanation.state.rawValue)"]
        for blocker in explanation.blockers {
            let figures = blocker.need.map { " (needs \($0) of \(blocker.have ?? 0) \(blocker.unit ?? ""))" } ?? ""
            lines.append("  \(blocker.code.rawValue): \(blocker.message)\(figures)")
            lines += blocker.clearsWhen.map { "    clears when \($0)" }
        }
        if let change = explanation.change { lines.append("  change: \(change)") }
        lines += try running().kindPhrases(of: running().job(explanation.job, visibleTo: caller).spec).map { "  \($0)" }
        return lines
    }

    func profiles() throws -> [String] {
        let scheduler = try running()
        let rows = scheduler.profiles.map { profile in
            let known = profile.speed?.sentence(revision: scheduler.revision.number)
            let speed = known ?? "\(profile.slots) x \(profile.kind): unknown"
            return "\(profile.workload), \(profile.members) \(profile.members == 1 ? "member" : "members"): \(speed), \(profile.jobs) jobs"
        }
        return rows + scheduler.disagreements(with: scheduler.policy)
    }

    func power() throws -> [String] {
        let core = try running().placement
        return (0..<core.domainCount).map { index in
            let usage = core.usage(of: DomainIndex(index))
            let (budget, free) = (usage.budget.map { "\($0)" } ?? "-", usage.headroom.map { "\($0)" } ?? "-")
            return "\(usage.name)  budget \(budget)  base \(usage.base)  reserved \(usage.reserved)  free \(free)"
        }
    }

    func nodes() throws -> [String] {
        let scheduler = try running()
        return (0..<scheduler.placement.nodeCount).map { index in
            let usage = scheduler.placement.usage(of: NodeIndex(index))
            let devices = usage.groups.map { "\($0.claimed.count)/\($0.installed) \($0.kind)" }.joined(separator: " ")
            let drain = scheduler.state.drains[usage.name].map { "  drained: \($0.reason)" } ?? ""
            return "\(usage.name)  \(devices)  \(usage.claimedCores)/\(usage.cores) cores\(drain)"
        }
    }
}
