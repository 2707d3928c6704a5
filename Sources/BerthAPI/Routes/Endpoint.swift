/// Everything that the API can be asked: the one table from which the server's router and the OpenAPI document are made, so that
/// neither can have a route that the other lacks.
public enum Endpoint: String, CaseIterable, Sendable {
    case getVersion, getOpenAPI
    case submitJobs, planJob, listJobs, cancelJobs, changeJobs, listHistory
    case getJob, explainJob, listJobEvents, listJobAttempts, updateJob, cancelJob
    case listNodes, getNode, drainNode, undrainNode
    case getTopology, getPower
    case getPolicy, listPolicyRevisions, getPolicyRevision, checkPolicy, diffPolicy, applyPolicy, rollBackPolicy
    case listScheduledPolicies, schedulePolicy, cancelScheduledPolicy
    case listQueues, listAgencies, listProfiles, getUsage, readJournal, getFleet
    case streamEvents
    case getLive, getReady

    public enum Method: String, Hashable, Sendable { case get = "GET", post = "POST", patch = "PATCH" }

    public var method: Method {
        switch self {
        case .getVersion, .getOpenAPI, .listJobs, .getJob, .explainJob, .listJobEvents, .listJobAttempts, .listNodes, .getNode,
            .getTopology, .getPower,
            .getPolicy, .listPolicyRevisions, .getPolicyRevision, .listScheduledPolicies, .streamEvents, .getLive, .getReady, .listHistory,
            .listQueues, .listAgencies, .listProfiles, .getUsage, .readJournal, .getFleet:
            .get
        case .submitJobs, .planJob, .cancelJobs, .cancelJob, .drainNode, .undrainNode, .checkPolicy, .diffPolicy, .applyPolicy,
            .rollBackPolicy, .schedulePolicy, .cancelScheduledPolicy, .changeJobs:
            .post
        case .updateJob: .patch
        }
    }

    /// With the parts that vary in braces: `/v1/jobs/{id}`.
    public var path: String {
        switch self {
        case .getVersion: Route.version
        case .getOpenAPI: Route.openAPI
        case .submitJobs, .listJobs: Route.jobs
        case .planJob: Route.plan
        case .cancelJobs: Route.cancelMany
        case .changeJobs: Route.changeMany
        case .listHistory: Route.history
        case .getJob, .updateJob: Route.job("{id}")
        case .explainJob: Route.why("{id}")
        case .listJobEvents: Route.jobEvents("{id}")
        case .listJobAttempts: Route.attempts("{id}")
        case .cancelJob: Route.cancel("{id}")
        case .listNodes: Route.nodes
        case .getNode: Route.node("{name}")
        case .drainNode: Route.drain("{name}")
        case .undrainNode: Route.undrain("{name}")
        case .getTopology: Route.topology
        case .getPower: Route.power
        case .getPolicy: Route.policy
        case .getPolicyRevision: Route.policyRevisions + "/{number}"
        case .listPolicyRevisions: Route.policyRevisions
        case .diffPolicy: Route.policyDiff
        case .rollBackPolicy: Route.policyRollback
        case .listScheduledPolicies, .schedulePolicy: Route.policyScheduled
        case .cancelScheduledPolicy: Route.policyUnschedule("{number}")
        case .listQueues: Route.queues
        case .listAgencies: Route.agencies
        case .listProfiles: Route.profiles
        case .getUsage: Route.usage
        case .readJournal: Route.journal
        case .getFleet: Route.fleet
        case .checkPolicy: Route.policyCheck
        case .applyPolicy: Route.policyApply
        case .streamEvents: Route.events
        case .getLive: Route.live
        case .getReady: Route.ready
        }
    }

    /// The methods that a path answers, sorted; empty for a path that is not in the table.
    public static func methods(at path: String) -> [Method] {
        let parts = path.split(separator: "/")
        let matching = allCases.filter { endpoint in
            let pattern = endpoint.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return Set(matching.map(\.method)).sorted { $0.rawValue < $1.rawValue }
    }
}
