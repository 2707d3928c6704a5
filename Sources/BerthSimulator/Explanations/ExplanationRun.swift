import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// Random sites at work, on which what `why` and `plan` say is held against what then happens.
package struct ExplanationRun {
    private let options: ExplanationOptions
    private var chance: Chance
    private var report: ExplanationReport

    /// Jobs of one state of a site that are checked, and what happens between two states.
    private static let jobsPerState = 16
    private static let stepsPerState = 40
    private static let statesPerSite = 3
    private static let plansPerSite = 250

    package init(_ options: ExplanationOptions) {
        self.options = options
        chance = Chance(seed: options.seed)
        report = ExplanationReport(seed: options.seed)
    }

    /// - Parameter progress: called now and then with the numbers of jobs and plans that are done.
    /// - Complexity: memory for one site.
    package mutating func run(progress: (Int, Int) -> Void = { _, _ in }) throws -> ExplanationReport {
        while report.jobs < options.jobs {
            try explain(site: chance.seed())
            progress(report.jobs, 0)
        }
        while report.plans.asked < options.plans {
            plan(site: chance.seed())
            progress(report.jobs, report.plans.asked)
        }
        report.notMet = ExplanationReport.possible.map(\.rawValue).filter { report.stated[$0] == nil }
        return report
    }

    /// One site alone, to see what did not hold there again.
    package mutating func run(site: UInt64) throws -> ExplanationReport {
        if options.jobs > 0 { try explain(site: site) }
        if options.plans > 0 { plan(site: site) }
        return report
    }

    // MARK: Explanations

    private mutating func explain(site seed: UInt64) throws {
        var chance = Chance(seed: ~seed)
        let site = StudySite(seed: seed)
        report.sites += 1
        for _ in 0..<ExplanationRun.statesPerSite {
            for _ in 0..<ExplanationRun.stepsPerState {
                for _ in 0..<chance.between(0, 2) {
                    let (spec, caller) = site.nextJob()
                    _ = try? site.submit(spec, by: caller)
                    site.settle()
                }
                site.happen()
            }
            try explain(StateCopy(site.journal, fleet: site.fleet, at: site.now), site: seed, &chance)
        }
    }

    private mutating func explain(_ copy: StateCopy, site: UInt64, _ chance: inout Chance) throws {
        var numbers: Set<UInt64> = []
        var waiting = copy.scheduler.state.jobs.all.filter { job in
            // Of an array, one task.
            (job.state == .pending || job.state == .held) && numbers.insert(job.id.number).inserted
        }
        // Few wait for jobs that were told to end: they come first.
        let awaited = Set(copy.scheduler.state.jobs.all.filter { $0.stopReason == .preempted }.compactMap(\.by))
        for _ in 0..<ExplanationRun.jobsPerState where !waiting.isEmpty && report.jobs < options.jobs {
            let first = waiting.firstIndex { awaited.contains("job \($0.id)") }
            let job = waiting.remove(at: first ?? chance.below(waiting.count))
            let check = try ExplanationCheck(copy, job)
            let outcome = try check.run()
            report.jobs += 1
            for code in outcome.stated { report.stated[code.rawValue, default: 0] += 1 }
            for code in outcome.kept { report.kept[code.rawValue, default: 0] += 1 }
            for code in outcome.later { report.later[code.rawValue, default: 0] += 1 }
            report.inseparable += outcome.inseparable
            for fault in outcome.faults { report.add(fault: "site \(site): \(fault)") }
            try checkChange(of: job, check.explanation, copy, site: site)
        }
    }

    private mutating func checkChange(of job: Job, _ explanation: Explanation, _ copy: StateCopy, site: UInt64) throws {
        guard let change = explanation.change else { return }
        let check = ChangeCheck(copy: copy, job: job, change: change)
        let outcome = try check.run()
        report.changesUnmade += outcome.isUnmade ? 1 : 0
        for flag in outcome.flags { report.changes[flag, default: 0] += 1 }
        for flag in outcome.smaller { report.smallerSteps[flag, default: 0] += 1 }
        for fault in outcome.faults {
            let stated = explanation.blockers.map { "\($0.code.rawValue): \($0.message)" }.joined(separator: "; ")
            report.add(fault: "site \(site): job \(job.id) (\(explanation.request)): \(fault). Stated: \(stated)")
        }
    }

    // MARK: Plans

    private mutating func plan(site seed: UInt64) {
        let site = StudySite(seed: seed)
        report.sites += 1
        for _ in 0..<ExplanationRun.plansPerSite where report.plans.asked < options.plans {
            let (spec, caller) = site.nextJob()
            if let fault = PlanCheck(site: site, spec: spec, caller: caller).run(&report.plans) {
                report.add(fault: "site \(seed): plan \(report.plans.asked): \(fault)")
            }
            site.happen()
        }
    }
}
