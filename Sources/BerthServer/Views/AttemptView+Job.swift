import BerthAPI
import BerthModel
import BerthScheduler

extension AttemptView {
    /// All attempts of a job, the oldest first.
    static func all(of job: Job) -> [AttemptView] {
        var views = job.history.map { attempt in
            AttemptView(
                attempt: attempt.number, nodes: nodes(attempt.placements), startedAt: "\(attempt.placedAt)", endedAt: "\(attempt.endedAt)",
                outcome: attempt.why, exitCode: worst(attempt.outcomes))
        }
        guard job.attempt > 0, !job.members.isEmpty else { return views }
        views.append(
            AttemptView(
                attempt: job.attempt, nodes: nodes(job.placements), startedAt: (job.startedAt ?? job.placedAt).map { "\($0)" },
                endedAt: job.endedAt.map { "\($0)" }, outcome: job.state.isFinal ? job.why ?? job.state.rawValue : job.state.rawValue,
                exitCode: job.exitCode))
        return views
    }

    private static func nodes(_ placements: [MemberPlacement]) -> [String] {
        var seen: Set<NodeName> = []
        return placements.map(\.node).filter { seen.insert($0).inserted }.map(\.text)
    }

    private static func worst(_ outcomes: [RunOutcome?]) -> Int? { outcomes.compactMap { $0?.shellCode }.max() }
}
