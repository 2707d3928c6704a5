/// Every path of the API, spelled once for client and server.
public enum Route {
    public static let version = "/v1"
    public static let openAPI = "/v1/openapi.json"
    public static let jobs = "/v1/jobs"
    public static let plan = "/v1/plan"
    public static let cancelMany = "/v1/jobs/cancel"
    public static let changeMany = "/v1/jobs/change"
    public static let history = "/v1/history"
    public static let profiles = "/v1/profiles"
    public static let queues = "/v1/queues"
    public static let agencies = "/v1/agencies"
    public static let usage = "/v1/usage"
    public static let journal = "/v1/journal"
    public static let fleet = "/v1/fleet"
    public static let nodes = "/v1/nodes"
    public static let topology = "/v1/topology"
    public static let power = "/v1/power"
    public static let policy = "/v1/policy"
    public static let policyRevisions = "/v1/policy/revisions"
    public static let policyCheck = "/v1/policy/check"
    public static let policyDiff = "/v1/policy/diff"
    public static let policyRollback = "/v1/policy/rollback"
    public static let policyScheduled = "/v1/policy/scheduled"
    public static let policyApply = "/v1/policy/apply"
    public static let events = "/v1/events"
    public static let live = "/livez"
    public static let ready = "/readyz"

    public static func job(_ id: String) -> String { "\(jobs)/\(id)" }
    public static func why(_ id: String) -> String { "\(jobs)/\(id)/why" }
    public static func jobEvents(_ id: String) -> String { "\(jobs)/\(id)/events" }
    public static func attempts(_ id: String) -> String { "\(jobs)/\(id)/attempts" }
    public static func cancel(_ id: String) -> String { "\(jobs)/\(id)/cancel" }
    public static func node(_ name: String) -> String { "\(nodes)/\(name)" }
    public static func drain(_ name: String) -> String { "\(nodes)/\(name)/drain" }
    public static func undrain(_ name: String) -> String { "\(nodes)/\(name)/undrain" }
    public static func policyUnschedule(_ number: String) -> String { "\(policyScheduled)/\(number)/cancel" }
    public static func policyRevision(_ number: Int) -> String { "\(policyRevisions)/\(number)" }
}

/// Header fields of our own, and media types.
public enum Wire {
    public static let idempotencyKey = "Idempotency-Key"
    public static let json = "application/json"
    public static let ndjson = "application/x-ndjson"
    public static let yaml = "application/yaml"
    public static let problem = "application/problem+json"
    /// The client's working directory, where a job starts that names none.
    public static let directory = "Berth-Directory"
}
