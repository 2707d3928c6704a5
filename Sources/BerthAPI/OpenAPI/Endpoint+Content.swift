extension Endpoint {
    /// The schema of the request's body by media type; nil where there is no body.
    var requestContent: [String: String]? {
        switch self {
        case .submitJobs: [Wire.json: "Job", Wire.yaml: "Job", Wire.ndjson: "Job"]
        case .planJob: [Wire.json: "Job", Wire.yaml: "Job"]
        case .cancelJobs: [Wire.json: "CancelRequest"]
        case .updateJob: [Wire.json: "JobPatch"]
        case .drainNode: [Wire.json: "DrainRequest"]
        case .checkPolicy, .diffPolicy, .applyPolicy: [Wire.json: "PolicyRequest"]
        case .schedulePolicy: [Wire.json: "PolicyScheduleRequest"]
        case .rollBackPolicy: [Wire.json: "PolicyRollbackRequest"]
        case .changeJobs: [Wire.json: "JobsChangeRequest"]
        case .getVersion, .getOpenAPI, .listJobs, .getJob, .explainJob, .listJobEvents, .listJobAttempts, .cancelJob, .listNodes, .getNode,
            .undrainNode,
            .getTopology, .getPower, .getPolicy, .getPolicyRevision, .listPolicyRevisions, .listScheduledPolicies, .cancelScheduledPolicy,
            .listHistory, .listQueues, .listAgencies, .listProfiles, .getUsage, .readJournal, .getFleet, .streamEvents, .getLive,
            .getReady:
            nil
        }
    }

    /// The schema of the answer by status and media type.
    var responseContent: [String: [String: String]] {
        switch self {
        case .submitJobs:
            ["201": [Wire.json: "SubmitView"], "200": [Wire.json: "SubmitView", Wire.ndjson: "BatchLine"]]
        case .streamEvents: ["200": [Wire.ndjson: "EventView"]]
        case .readJournal: ["200": [Wire.ndjson: "JournalRow"]]
        case .schedulePolicy: ["201": [Wire.json: "ScheduledPolicyView"]]
        default: ["200": [Wire.json: answer]]
        }
    }

    private var answer: String {
        switch self {
        case .getVersion: "VersionView"
        case .getOpenAPI: "Document"
        case .submitJobs: "SubmitView"
        case .planJob: "PlanView"
        case .listJobs: "JobList"
        case .cancelJobs: "CancelReply"
        case .getJob, .updateJob, .cancelJob: "JobView"
        case .explainJob: "WhyView"
        case .listJobEvents: "EventList"
        case .listJobAttempts: "AttemptList"
        case .listNodes: "NodeList"
        case .getNode, .drainNode, .undrainNode: "NodeView"
        case .getTopology: "TopologyView"
        case .getPower: "PowerView"
        case .getPolicy, .getPolicyRevision, .applyPolicy, .rollBackPolicy: "PolicyView"
        case .listPolicyRevisions: "PolicyRevisionList"
        case .diffPolicy: "PolicyDiffView"
        case .listScheduledPolicies, .cancelScheduledPolicy: "ScheduledPolicyList"
        case .schedulePolicy: "ScheduledPolicyView"
        case .changeJobs: "JobsChangeReply"
        case .listHistory: "JobList"
        case .listQueues: "QueueList"
        case .listAgencies: "AgencyList"
        case .listProfiles: "ProfileList"
        case .getUsage: "UsageView"
        case .readJournal: "JournalRow"
        case .getFleet: "FleetSourceView"
        case .checkPolicy: "PolicyCheckView"
        case .streamEvents: "EventView"
        case .getLive, .getReady: "HealthView"
        }
    }
}
