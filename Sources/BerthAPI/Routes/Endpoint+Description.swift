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
