import BerthModel
import BerthSimulator
import BerthSystem

/// Replays a trace under one policy or two, and gives the answer.
struct ReplayRun {
    var scenario: String
    var fleet: ReplayFleet
    var policies: [ReplayPolicy]
    var answer: AnswerOptions
    var speedUp = 1.0
    var queue: QueueName?

    /// - Parameters:
    ///   - files: the trace's, which are read once for each policy.
    ///   - source: makes the trace anew.
    func run<Source: TraceSource>(
        files: [String], _ source: () throws(BerthError) -> Source
    ) throws(BerthError) where Source.Element == TraceJob {
        guard speedUp.isFinite, (0.001...1000).contains(speedUp) else {
            throw BerthError(.usage, "--speed-up \(speedUp) is not in 0.001...1000")
        }
        if policies.count > 1 { try ReplayRun.requireRereadable(files) }
        var results: [ReplayResult] = []
        for policy in policies {
            var options = ReplayOptions(fleet, policy, scenario: scenario)
            (options.speedUp, options.queue) = (speedUp, queue)
            let progress = ReplayProgress(answer, prefix: policies.count > 1 ? "\(policy.name): " : "")
            do {
                let arrived = FittingTrace(try source(), cluster: fleet.cluster)
                var replay = try Replay(arrived, options)
                results.append(try replay.run { progress.tell($0) })
            } catch {
                throw error.ofTrace
            }
        }
        let reports = results.map(ReplayReport.init)
        try SimulationAnswer(reports: reports) { ReplayPage.html(results, reports) }.give(answer)
        if !answer.json, reports.count == 2 { Invocation.console.out(AgencySheet.text(reports[0], reports[1])) }
    }

    /// What is read twice must be a file.
    static func requireRereadable(_ files: [String]) throws(BerthError) {
        for file in files {
            let status = (try? Files.status(file)) ?? nil
            guard let status, status.kind != .file, status.kind != .directory else { continue }
            throw BerthError(
                .usage, "--compare reads the trace twice, and \(file) can be read once only", hint: "write it to a file first")
        }
    }
}
