import BerthAPI
import BerthClient
import BerthModel

/// Waiting for a job by its events: no polling, and a daemon that restarts meanwhile is not noticed.
struct Waiting {
    var connection: ConnectionOptions

    /// A job that has reached what was waited for, and the exit code that tells how.
    struct End: Sendable {
        var job: JobView
        var exitCode: Int32
    }

    /// - Parameter deadline: nil: for ever.
    /// - Throws: `Exit` with code 82 after the deadline; `BerthError`.
    func untilDone(_ id: String, deadline: ContinuousClock.Instant?) async throws -> End {
        let job = try await until(id, deadline) { state, _ in state.isFinal }
        return End(job: job, exitCode: Waiting.exitCode(of: job))
    }

    /// Until it runs, or has run. A job that ended without running gives 83 where it was cancelled, else 1.
    func untilRunning(_ id: String, deadline: ContinuousClock.Instant?) async throws -> End {
        let job = try await until(id, deadline) { state, job in state == .running || state == .unready || state.isFinal }
        let hasRun = job.startedAt != nil || JobState(rawValue: job.state)?.isFinal != true
        return End(job: job, exitCode: hasRun ? ExitCode.success.rawValue : Waiting.exitCode(of: job))
    }

    /// 0 for success, the job's own code, or what stands for an end without one.
    static func exitCode(of job: JobView) -> Int32 {
        switch JobState(rawValue: job.state) {
        case .succeeded: ExitCode.success.rawValue
        case .cancelled where job.startedAt == nil: ExitCode.cancelledBeforeRun.rawValue
        default: job.exitCode.map { $0 == 0 ? ExitCode.failure.rawValue : ExitCode.ofJob($0) } ?? ExitCode.failure.rawValue
        }
    }

    func until(
        _ id: String, _ deadline: ContinuousClock.Instant?, _ isReached: (JobState, JobView) -> Bool
    ) async throws -> JobView {
        // The journal position is read before the state: an event between the two is seen, not lost.
        let client = connection.client()
        var after = try await client.version().sequence
        while true {
            let job = try await answered(client, id, deadline)
            if let state = JobState(rawValue: job.state), isReached(state, job) { return job }
            let seen = Seen()
            let end = try await client.follow(EventQuery(after: after, job: id, follow: true), until: deadline) { event in
                seen.note(event.sequence)
                return Waiting.mayChangeState(event) ? .stop : .more
            }
            guard end == .stopped else { throw Exit(.timedOut) }
            after = max(after, seen.last)
        }
    }

    /// The job, asked for again until the deadline while the daemon is away.
    private func answered(_ client: Client, _ id: String, _ deadline: ContinuousClock.Instant?) async throws -> JobView {
        while true {
            do {
                return try await client.job(id)
            } catch {
                guard error.code == .unreachable || error.code == .notReady, let deadline, ContinuousClock.now < deadline else { throw error }
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private static func mayChangeState(_ event: EventView) -> Bool { !["heartbeat", "updated", "submitted", "restart-planned"].contains(event.kind) }
}
