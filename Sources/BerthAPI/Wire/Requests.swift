/// `PATCH /v1/jobs/{id}`: what is present changes.
public struct JobPatch: Codable, Hashable, Sendable {
    /// True holds the job, false releases it.
    public var hold: Bool?
    public var priority: Int?
    public var timeSeconds: Int64?
    public var requeue: Bool?

    public init(hold: Bool? = nil, priority: Int? = nil, timeSeconds: Int64? = nil, requeue: Bool? = nil) {
        self.hold = hold
        self.priority = priority
        self.timeSeconds = timeSeconds
        self.requeue = requeue
    }

    private enum CodingKeys: String, CodingKey { case hold, priority, requeue, timeSeconds = "time_seconds" }
}

/// `POST /v1/jobs/cancel`: cancels the jobs that match all that is present.
public struct CancelRequest: Codable, Hashable, Sendable {
    public var state: String?
    public var agency: String?
    public var name: String?
    /// Only the caller's own.
    public var mine: Bool
    /// Refused when another number of jobs would be cancelled.
    public var expectCount: Int?

    public init(state: String?, agency: String?, name: String?, mine: Bool, expectCount: Int?) {
        self.state = state
        self.agency = agency
        self.name = name
        self.mine = mine
        self.expectCount = expectCount
    }

    private enum CodingKeys: String, CodingKey { case state, agency, name, mine, expectCount = "expect_count" }
}

public struct CancelReply: Codable, Hashable, Sendable {
    public var cancelled: [String]
    public init(cancelled: [String]) { self.cancelled = cancelled }
}

/// `GET /v1`.
public struct VersionView: Codable, Hashable, Sendable {
    public var name: String
    public var version: String
    public var features: [String]
    /// `local` or `simulated`.
    public var executor: String
    public var fleet: String
    public var policyRevision: Int
    public var sequence: UInt64
    public var nodes: Int

    public init(version: String, features: [String], executor: String, fleet: String, policyRevision: Int, sequence: UInt64, nodes: Int) {
        self.name = "berthd"
        self.version = version
        self.features = features
        self.executor = executor
        self.fleet = fleet
        self.policyRevision = policyRevision
        self.sequence = sequence
        self.nodes = nodes
    }

    private enum CodingKeys: String, CodingKey {
        case name, version, features, executor, fleet, nodes, policyRevision = "policy_revision", sequence = "seq"
    }
}

/// One line of `GET /v1/events`.
public struct EventView: Codable, Hashable, Sendable {
    public var sequence: UInt64
    public var time: String
    /// `submitted`, `placed`, ..., `policy-applied`, `heartbeat`.
    public var kind: String
    public var job: String?
    /// One sentence.
    public var message: String

    public init(sequence: UInt64, time: String, kind: String, job: String?, message: String) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.job = job
        self.message = message
    }

    private enum CodingKeys: String, CodingKey { case time, kind, job, message, sequence = "seq" }
}
