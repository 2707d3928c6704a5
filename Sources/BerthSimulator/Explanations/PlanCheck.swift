import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Asks for a plan, submits the same job to the same scheduler, and compares.
struct PlanCheck {
    let site: StudySite
    let spec: JobSpec
    let caller: Caller

    /// - Returns: how they differ; nil where they agree.
    func run(_ plans: inout ExplanationReport.Plans) -> String? {
        plans.asked += 1
        let look = max(site.now, site.scheduler.nextPreemption)
        let planned = Result { () throws(BerthError) in try site.scheduler.plan(spec, by: caller, at: site.now) }
        let due = site.executor.nextEvent
        let before = site.journal.entries.count
        let submitted = Result { () throws(BerthError) in try site.submit(spec, by: caller) }
        switch (planned, submitted) {
        case (.failure(let one), .failure(let other)):
            plans.refused += 1
            return one.code == other.code ? nil : "the plan is refused with \(one.code.rawValue), the job with \(other.code.rawValue)"
        case (.success(.never(let error)), .failure(let other)):
            plans.refused += 1
            return error.code == other.code ? nil : "the plan says \(error.code.rawValue), the job is refused with \(other.code.rawValue)"
        case (.success(.startsNow(let members, let watts)), .success(let id)):
            plans.started += 1
            return compare(members, watts, with: id)
        case (.success(.waits(let blockers, let stops)), .success(let id)):
            plans.waited += 1
            return compare(blockers, with: id) ?? compare(stops, with: id, look: look, after: before, due: due, &plans)
        default: return "planned \(planned), submitted \(submitted)"
        }
    }

    private func first(_ id: JobID) -> Job? { site.scheduler.state.jobs.jobs(numbered: id.number).first }

    private func compare(_ members: [MemberPlacement], _ watts: Watts, with id: JobID) -> String? {
        defer { site.settle() }
        site.advance()
        guard let job = first(id), job.state.isActive else { return "job \(id) was to start, and waits" }
        guard job.placements == members else { return "job \(id) was to have \(members), and has \(job.placements)" }
        return job.watts == watts ? nil : "job \(id) was to reserve \(watts), and reserves \(job.watts)"
    }

    private func compare(_ blockers: [Blocker], with id: JobID) -> String? {
        site.advance()
        guard let job = first(id) else { return "there is no job \(id)" }
        guard !job.state.isActive else { return "job \(id) was to wait (\(blockers.map(\.message))), and starts" }
        guard !job.state.isFinal else { return blockers.map(\.code) == [.dependencyNeverSatisfied] ? nil : "job \(id) is over" }
        guard let why = try? site.scheduler.explain(job.id, by: SimulatedPolicy.root, at: site.now) else { return "no reason" }
        // For whom others were told to end meanwhile, that is said too, and what they leave is no longer short.
        guard !why.blockers.contains(where: { $0.code == .waitingForPreempted }) else { return nil }
        return why.blockers == blockers ? nil : "job \(id) was to wait for \(blockers), and waits for \(why.blockers)"
    }

    private func compare(
        _ stops: [PlannedStop], with id: JobID, look: Timestamp, after before: Int, due: Timestamp?,
        _ plans: inout ExplanationReport.Plans
    ) -> String? {
        if let due, due <= look {
            plans.unseen += 1
            site.settle()
            return nil
        }
        site.advance(through: look)
        guard let job = first(id) else { return "there is no job \(id)" }
        let told = site.journal.entries[before...].compactMap { entry -> JobID? in
            if case .job(let victim, .stopping(.preempted, let by)) = entry.record, by == "job \(job.id)" { victim } else { nil }
        }
        defer { site.settle() }
        if !stops.isEmpty {
            plans.stopping += 1
            plans.victims += stops.count
        }
        return Set(told) == Set(stops.map(\.job)) ? nil : "for job \(job.id) \(stops.map(\.job)) were to be told to end, and \(told) are"
    }
}
