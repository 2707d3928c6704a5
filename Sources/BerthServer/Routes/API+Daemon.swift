import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import Hummingbird

extension API {
    func version(_ call: Call) async throws -> Response {
        let facts = facts
        return try .json(
            await thread.read { loop in
                let state = loop.scheduler.state
                return VersionView(
                    version: facts.version, features: DaemonFacts.features, executor: facts.executor, fleet: facts.fleet,
                    policyRevision: state.revision?.number ?? 0, sequence: state.sequence, nodes: facts.nodes)
            })
    }

    /// Goes through the scheduler's thread: an answer says that it turns.
    func ready(_ call: Call) async throws -> Response {
        try .json(await thread.read { _ in HealthView(status: "ok") })
    }
}
