/// The answer to a submission that is on disk.
public struct SubmitView: Codable, Hashable, Sendable {
    public var id: String
    /// False when the same `Idempotency-Key` had already made this job.
    public var created: Bool
    public var state: String
    public var agency: String
    public var queue: String?
    /// Where it starts now, if it does.
    public var nodes: [String]
    public var watts: Int
    /// Why it waits, if it does.
    public var reason: String?
    public var reasonMessage: String?
    public var modelled: Bool

    public init(
        id: String, created: Bool, state: String, agency: String, queue: String?, nodes: [String], watts: Int, reason: String?,
        reasonMessage: String?,
        modelled: Bool
    ) {
        self.id = id
        self.created = created
        self.state = state
        self.agency = agency
        self.queue = queue
        self.nodes = nodes
        self.watts = watts
        self.reason = reason
        self.reasonMessage = reasonMessage
        self.modelled = modelled
    }

    private enum CodingKeys: String, CodingKey {
        case id, created, state, agency, queue, nodes, watts, reason, modelled, reasonMessage = "reason_message"
    }
}

/// One line of the answer to an NDJSON batch, in the order of its lines: a job, or what was wrong with it.
public struct BatchLine: Codable, Hashable, Sendable {
    /// From 1.
    public var line: Int
    public var id: String?
    public var created: Bool?
    public var problem: Problem?

    public init(line: Int, id: String?, created: Bool?, problem: Problem?) {
        self.line = line
        self.id = id
        self.created = created
        self.problem = problem
    }
}

/// `POST /v1/plan`.
public struct PlanView: Codable, Hashable, Sendable {
    public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable { case now, waits, never }

    /// A job that would be told to end for it.
    public struct Stop: Codable, Hashable, Sendable {
        public var id: String
        public var queue: String?
        public var members: Int
        /// What it reserves.
        public var watts: Int
        /// Between the notice and KILL.
        public var graceSeconds: Int64

        public init(id: String, queue: String?, members: Int, watts: Int, graceSeconds: Int64) {
            self.id = id
            self.queue = queue
            self.members = members
            self.watts = watts
            self.graceSeconds = graceSeconds
        }

        private enum CodingKeys: String, CodingKey { case id, queue, members, watts, graceSeconds = "grace_seconds" }
    }

    public var verdict: Verdict
    /// Where it would start.
    public var nodes: [JobView.Node]
    public var watts: Int
    public var blockers: [BlockerView]
    /// What its kinds are compared by, one phrase each; absent where they are not compared.
    public var kinds: [String]?
    /// The journal position that it was computed at.
    public var snapshotSequence: UInt64
    /// Of a job that waits: those that would be told to end for it; absent where there are none.
    public var stops: [Stop]?

    public init(
        verdict: Verdict, nodes: [JobView.Node], watts: Int, blockers: [BlockerView], snapshotSequence: UInt64, stops: [Stop]? = nil
    ) {
        self.verdict = verdict
        self.nodes = nodes
        self.watts = watts
        self.blockers = blockers
        self.snapshotSequence = snapshotSequence
        self.stops = stops
    }

    private enum CodingKeys: String, CodingKey { case verdict, nodes, watts, blockers, kinds, snapshotSequence = "snapshot_seq", stops }
}
