extension Endpoint {
    /// A query parameter or header of a request.
    public struct Parameter: Hashable, Sendable {
        public enum Place: String, Sendable { case query, header, path }
        public enum Form: String, Sendable { case string, integer, boolean }

        public var name: String
        public var place: Place
        public var form: Form
        public var text: String

        init(_ name: String, _ place: Place = .query, _ form: Form = .string, _ text: String) {
            self.name = name
            self.place = place
            self.form = form
            self.text = text
        }
    }

    /// One sentence for the document.
    public var summary: String {
        switch self {
        case .getVersion: "Version, features and what the daemon schedules"
        case .getOpenAPI: "This document"
        case .submitJobs: "Submit a job, or with an NDJSON body a batch of them; answered only when it is on disk"
        case .planJob: "What would happen to a job if it were submitted now; changes nothing"
        case .listJobs: "Jobs that the caller may see, in the order of their ids"
        case .cancelJobs: "Cancel the jobs that match everything that is given"
        case .getJob: "One job"
        case .explainJob: "Every blocker of a job, the leading one first"
        case .listJobEvents: "What happened to a job, the oldest first"
        case .listJobAttempts: "The attempts of a job"
        case .updateJob: "Hold, release or requeue a job, or change its priority and time"
        case .cancelJob: "Cancel a job"
        case .listNodes: "The nodes of the fleet"
        case .getNode: "One node"
        case .drainNode: "Let nothing new start on a node; operators only"
        case .undrainNode: "Use a node again; operators only"
        case .getTopology: "NUMA nodes, cores and devices of the nodes"
        case .getPower: "The tree of power budgets"
        case .getPolicy: "The policy in force"
        case .getPolicyRevision: "A revision of the policy"
        case .listPolicyRevisions: "The revisions of the policy, the newest first, without their texts"
        case .diffPolicy: "What a policy file would change, in what it means; for those who may read the policy"
        case .rollBackPolicy: "Make an earlier revision the next one; operators only"
        case .listScheduledPolicies: "Policies that will take effect, the soonest first"
        case .schedulePolicy: "Have a policy file take effect at a moment; operators only"
        case .cancelScheduledPolicy: "Take a scheduled policy off the list; operators only"
        case .changeJobs: "Hold, release or requeue the jobs that match everything that is given, or change their priority and time"
        case .listHistory: "Jobs that are over, the latest first"
        case .listQueues: "The queues of the policy, with the jobs of them that the caller may see"
        case .listAgencies: "Agencies that the caller may see, with their limits and what they hold"
        case .listProfiles: "How fast each kind is for each workload, and who says so; for those who may read the policy"
        case .getUsage: "What jobs held between two moments, from the journal: reserved energy, devices times time, jobs"
        case .readJournal: "Entries of the journal as they are stored; for operators and auditors"
        case .getFleet: "The fleet file that the daemon was started with; for operators and auditors"
        case .checkPolicy: "Whether a policy file is good for this fleet; changes nothing"
        case .applyPolicy: "Make a policy file the next revision; operators only"
        case .streamEvents: "Events after a journal position, one JSON object a line"
        case .getLive: "Whether the daemon answers"
        case .getReady: "Whether the daemon takes work"
        }
    }

    public var parameters: [Parameter] {
        let inPath = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            Parameter(String($0.dropFirst().dropLast()), .path, .string, "")
        }
        return inPath + queryAndHeaders
    }

    private var queryAndHeaders: [Parameter] {
        switch self {
        case .submitJobs:
            [
                Parameter(
                    Wire.idempotencyKey, .header, .string,
                    "A repeat with the same key answers 200 with the first job; line N of a batch has the key KEY/N"),
                Parameter(Wire.directory, .header, .string, "Where a job starts that names no directory"),
                Parameter("dry_run", .query, .boolean, "Plan instead"),
            ]
        case .planJob: [Parameter(Wire.directory, .header, .string, "Where a job starts that names no directory")]
        case .listJobs:
            [
                Parameter("state", .query, .string, "States, joined by commas"),
                Parameter("queue", .query, .string, "Only this queue"),
                Parameter("agency", .query, .string, "Only this agency"),
                Parameter("name", .query, .string, "Only this name"),
                Parameter("mine", .query, .boolean, "Only the caller's own"),
                Parameter("limit", .query, .integer, "Jobs a page, 1 to 5000; 500 if absent"),
                Parameter("cursor", .query, .string, "next_cursor of the page before"),
            ]
        case .listHistory:
            [
                Parameter("state", .query, .string, "Final states, joined by commas"),
                Parameter("queue", .query, .string, "Only this queue"),
                Parameter("agency", .query, .string, "Only this agency"),
                Parameter("name", .query, .string, "Only this name"),
                Parameter("user", .query, .string, "Only this user"),
                Parameter("mine", .query, .boolean, "Only the caller's own"),
                Parameter("since", .query, .string, "Over at this time (RFC 3339) or later"),
                Parameter("until", .query, .string, "Over before this time"),
                Parameter("limit", .query, .integer, "Jobs a page, 1 to 5000; 500 if absent"),
                Parameter("cursor", .query, .string, "next_cursor of the page before"),
            ]
        case .getUsage:
            [
                Parameter("by", .query, .string, "agency, user, queue or kind; agency if absent"),
                Parameter("since", .query, .string, "RFC 3339; the beginning if absent"),
                Parameter("until", .query, .string, "RFC 3339; now if absent"),
                Parameter("agency", .query, .string, "Only this agency"),
            ]
        case .readJournal:
            [
                Parameter("after", .query, .integer, "Only entries after this position; 0 if absent"),
                Parameter("limit", .query, .integer, "Entries, 1 to 10000; 1000 if absent"),
            ]
        case .listPolicyRevisions: [Parameter("limit", .query, .integer, "Revisions, 1 to 1000; 50 if absent")]
        case .updateJob, .cancelJob:
            [Parameter("If-Match", .header, .string, "The ETag of the job as it was seen; 409 when it has changed since")]
        case .listNodes, .getTopology: [Parameter("node", .query, .string, "Only these nodes: names and ranges")]
        case .streamEvents:
            [
                Parameter("after", .query, .integer, "Only events after this position; 0 if absent"),
                Parameter("kind", .query, .string, "Kinds, joined by commas"),
                Parameter("job", .query, .string, "Only events of this job"),
                Parameter("follow", .query, .boolean, "Keep the answer open and send events as they come"),
            ]
        default: []
        }
    }
}
