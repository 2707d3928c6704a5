import ArgumentParser
import BerthSimulator
import Foundation

/// What `why` and `plan` say, held against what then happens.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold explanations, changes and plans against what happens on copies of the state.",
        discussion: """
            Random sites at work. For each job that waits: with all stated blockers taken away it is placed, with all but one taken away it
            is not; the change that is called sufficient starts it, and the next smaller step does not. Each plan is compared with the
            submission of the same job. See docs/decisions/0162. Exit: 0 all held, 1 something did not.
            """)

    @Option(help: "The seed of the whole run.") var seed: UInt64 = 1
    @Option(help: "Jobs that wait whose explanation is checked.") var jobs = 1000
    @Option(help: "Plans that are held against submissions.") var plans = 10_000
    @Option(help: "One site alone, as a line of a fault names it.") var site: UInt64?
    @Flag(help: "One JSON object.") var json = false
    @Flag(help: "Say on standard error how far it is.") var progress = false

    func validate() throws {
        guard (0...100_000_000).contains(jobs), (0...1_000_000_000).contains(plans) else {
            throw ValidationError("--jobs and --plans are not negative, and not beyond all measure")
        }
    }

    mutating func run() throws {
        var told = Date()
        var study = ExplanationRun(ExplanationOptions(seed: seed, jobs: jobs, plans: plans))
        let showsProgress = progress
        let report =
            try site.map { try study.run(site: $0) }
            ?? study.run { jobs, plans in
                guard showsProgress, Date().timeIntervalSince(told) > 5 else { return }
                told = Date()
                FileHandle.standardError.write(Data("\(jobs) jobs, \(plans) plans\n".utf8))
            }
        print(json ? try Explain.object(report) : Explain.text(report))
        if report.faultCount > 0 { throw ExitCode(1) }
    }

    private static func object(_ report: ExplanationReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private static func text(_ report: ExplanationReport) -> String {
        var lines = ["seed \(report.seed): \(report.sites) sites, \(report.jobs) jobs that wait; reasons stated, and kept alone:"]
        for (code, count) in report.stated.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(code): \(count), \(report.kept[code] ?? 0)")
        }
        lines.append("  not met: \(report.notMet.isEmpty ? "none" : report.notMet.joined(separator: ", "))")
        for (code, count) in report.later.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(code), found once there was a node to be had: \(count)")
        }
        lines.append("  orders and ends of victims that could not be told apart from what was short: \(report.inseparable)")
        lines.append("changes that are called sufficient, and smaller steps tried:")
        for (flag, count) in report.changes.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(flag): \(count), \(report.smallerSteps[flag] ?? 0)")
        }
        lines.append("  not tried, for jobs that ran with another number of members before: \(report.changesUnmade)")
        let plans = report.plans
        lines.append(
            "\(plans.asked) plans: \(plans.started) started, \(plans.waited) waited, \(plans.refused) were refused; for \(plans.stopping) "
                + "that waited \(plans.victims) jobs were told to end; of \(plans.unseen) something else happened before it was looked "
                + "for such jobs")
        lines.append("\(report.faultCount) faults")
        lines += report.faults.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}
