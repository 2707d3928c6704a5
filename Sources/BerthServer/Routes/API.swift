import BerthAPI
import BerthModel
import Hummingbird

/// Answers requests. Everything it knows of jobs it asks the scheduler's thread.
struct API: Sendable {
    let thread: SchedulerThread
    let callers: CallerDirectory
    let feed: EventFeed
    let history: History
    let fleet: FleetDirectory
    let facts: DaemonFacts
    let usageReaders = Turnstile()

    /// Every endpoint of the table, behind the middleware that names faults.
    func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: ProblemMiddleware())
        for endpoint in Endpoint.allCases {
            router.on(RouterPath(endpoint.path), method: endpoint.method.http) { request, context in
                try await answer(endpoint, request, context)
            }
        }
        return router
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ context: APIContext) async throws -> Response {
        guard let connection = context.connection else {
            throw BerthError(.notAllowed, "the caller is unknown: only connections to the daemon's unix socket are served")
        }
        return try await answer(Call(endpoint, request, context, caller: try await callers.caller(connection.peer)))
    }

    private func answer(_ call: Call) async throws -> Response {
        switch call.endpoint {
        case .getVersion: try await version(call)
        case .getOpenAPI: try .json(OpenAPIDocument.json(version: facts.version))
        case .submitJobs: try await submit(call)
        case .planJob: try await plan(call)
        case .listJobs: try await listJobs(call)
        case .cancelJobs: try await cancelMany(call)
        case .getJob: try await job(call)
        case .explainJob: try await why(call)
        case .listJobEvents: try await jobEvents(call)
        case .listJobAttempts: try await attempts(call)
        case .updateJob: try await update(call)
        case .cancelJob: try await cancel(call)
        case .listNodes: try await nodes(call)
        case .getNode: try await node(call)
        case .drainNode: try await drain(call)
        case .undrainNode: try await undrain(call)
        case .getTopology: try await topology(call)
        case .getPower: try await power(call)
        case .getPolicy: try await policy(call)
        case .getPolicyRevision: try await policyRevision(call)
        case .listPolicyRevisions: try await policyRevisions(call)
        case .checkPolicy: try await checkPolicy(call)
        case .diffPolicy: try await diffPolicy(call)
        case .rollBackPolicy: try await rollBackPolicy(call)
        case .listScheduledPolicies: try await scheduledPolicies(call)
        case .schedulePolicy: try await schedulePolicy(call)
        case .cancelScheduledPolicy: try await cancelScheduledPolicy(call)
        case .listQueues: try await queues(call)
        case .listAgencies: try await agencies(call)
        case .listProfiles: try await profiles(call)
        case .getUsage: try await usage(call)
        case .listHistory: try await pastJobs(call)
        case .changeJobs: try await changeMany(call)
        case .readJournal: try await journal(call)
        case .getFleet: try await fleetSource(call)
        case .applyPolicy: try await applyPolicy(call)
        case .streamEvents: try await streamEvents(call)
        case .getLive: try .json(HealthView(status: "ok"))
        case .getReady: try await ready(call)
        }
    }
}

extension Endpoint.Method {
    var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .patch: .patch
        }
    }
}
