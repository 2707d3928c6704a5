import BerthModel
import Testing

@testable import BerthSimulator

@Suite("Explanations and plans against what happens")
struct ExplanationRunTests {
    @Test("taking all stated blockers away places a job, taking all but one away does not; changes are sufficient and smallest")
    func explanations() throws {
        var run = ExplanationRun(ExplanationOptions(seed: 3, jobs: 40, plans: 0))
        let report = try run.run()
        #expect(report.jobs == 40 && report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
        #expect(report.stated.count >= 6 && report.kept.values.reduce(0, +) >= 40, "\(report.stated)")
    }

    @Test("a job that waits for a port, and for which room is kept, keeps nobody behind it from starting")
    func port() throws {
        var run = ExplanationRun(ExplanationOptions(seed: 1, jobs: 15, plans: 0))
        let report = try run.run(site: 17_394_738_402_350_036_912)
        #expect(report.jobs == 15 && report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
    }

    @Test("a plan and the submission after it agree: where it starts, why it waits, who is told to end for it, and refusals")
    func plans() throws {
        var run = ExplanationRun(ExplanationOptions(seed: 4, jobs: 0, plans: 400))
        let report = try run.run()
        #expect(report.plans.asked == 400 && report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
        #expect(report.plans.started > 20 && report.plans.waited > 20 && report.plans.refused > 5, "\(report.plans)")
    }
}
