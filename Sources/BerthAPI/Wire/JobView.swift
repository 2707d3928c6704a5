/// A job as `ls` and `show` print it. Names and meaning of the keys are frozen in v1; absent means absent.
public struct JobView: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var state: String
    public var agency: String
    public var user: String
    public var queue: String?
    public var jobClass: String
    public var attempt: Int
    /// Reserved above base load now, or what would be reserved; whole watts, rounded up.
    public var watts: Int
    /// `h200:8`, alternatives joined by ` | `; absent for a job on cores only.
    public var accelerators: String?
    /// Where its members must stand together: `nvlink`, `rack`, ...; absent where they may stand anywhere.
    public var together: String?
    /// Why it waits or how it ended: the leading reason code.
    public var reason: String?
    public var reasonMessage: String?
    public var exitCode: Int?
    public var nodes: [Node]
    public var members: Int
    public var membersReady: Int?
    public var cpus: String
    public var memoryBytes: Int64
    public var priority: Int
    /// Place among the pending jobs that this caller may see, from 1; absent unless pending.
    public var position: Int?
    public var timeLimitSeconds: Int64?
    public var arrayLimit: Int?
    /// Of an array as a whole; its tasks are rows of their own, `4131_7`.
    public var array: ArrayView?
    /// Any of its devices is a stand-in.
    public var modelled: Bool
    public var command: [String]?
    public var directory: String?
    public var output: String?
    public var dependencies: [String]?
    public var labels: [String: String]?
    public var submittedAt: String
    public var startedAt: String?
    public var endedAt: String?

    /// What one member holds, or held.
    public struct Node: Codable, Hashable, Sendable {
        public var member: Int
        public var name: String
        public var kind: String?
        /// Ids of the devices.
        public var devices: [String]
        public var deviceIndexes: [Int]
        /// The part of its device that it holds: `mig=1g.18gb@6` (at memory slice 6), `fraction=250/20GiB`; absent for whole devices.
        public var part: String?
        /// Neuron: physical cores of one logical core, where the job says.
        public var lnc: Int?
        /// As the kernel lists CPUs: `0-3,8`.
        public var cpus: String
        /// As the kernel lists memory nodes: `0`.
        public var memoryNodes: String
        public var memoryMebibytes: Int
        public var watts: Int
        public var endpoints: [String]
        public var pid: Int?
        public var ready: Bool?
        public var state: String
        public var restarts: Int
        public var output: String?
        public var modelled: Bool

        public init(
            member: Int, name: String, kind: String?, devices: [String], deviceIndexes: [Int], cpus: String, memoryNodes: String,
            memoryMebibytes: Int,
            watts: Int, endpoints: [String], pid: Int?, ready: Bool?, state: String, restarts: Int, output: String?, modelled: Bool
        ) {
            self.member = member
            self.name = name
            self.kind = kind
            self.devices = devices
            self.deviceIndexes = deviceIndexes
            self.cpus = cpus
            self.memoryNodes = memoryNodes
            self.memoryMebibytes = memoryMebibytes
            self.watts = watts
            self.endpoints = endpoints
            self.pid = pid
            self.ready = ready
            self.state = state
            self.restarts = restarts
            self.output = output
            self.modelled = modelled
        }

        private enum CodingKeys: String, CodingKey {
            case member, name, kind, devices, part, lnc, cpus, watts, endpoints, pid, ready, state, restarts, output, modelled
            case deviceIndexes = "device_indexes", memoryNodes = "memory_nodes", memoryMebibytes = "memory_mebibytes"
        }
    }

    public init(id: String, name: String, state: String, agency: String, user: String, jobClass: String, submittedAt: String) {
        self.id = id
        self.name = name
        self.state = state
        self.agency = agency
        self.user = user
        self.jobClass = jobClass
        self.submittedAt = submittedAt
        self.attempt = 0
        self.watts = 0
        self.nodes = []
        self.members = 1
        self.cpus = "1"
        self.memoryBytes = 0
        self.priority = 0
        self.modelled = false
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, state, agency, user, queue, attempt, watts, accelerators, together
        case reason, nodes, members, cpus, priority, modelled, command,
            directory
        case output, dependencies, labels, array, position
        case jobClass = "class", reasonMessage = "reason_message", exitCode = "exit_code", membersReady = "members_ready"
        case memoryBytes = "memory_bytes", timeLimitSeconds = "time_limit_seconds", arrayLimit = "array_limit"
        case submittedAt = "submitted_at", startedAt = "started_at", endedAt = "ended_at"
    }
}

/// `GET /v1/jobs`.
public struct JobList: Codable, Hashable, Sendable {
    public var jobs: [JobView]
    /// Pass it as `cursor` for the next page; absent on the last.
    public var nextCursor: String?

    public init(jobs: [JobView], nextCursor: String?) {
        self.jobs = jobs
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: String, CodingKey { case jobs, nextCursor = "next_cursor" }
}

/// One attempt of a job that is over.
public struct AttemptView: Codable, Hashable, Sendable {
    public var attempt: Int
    public var nodes: [String]
    public var startedAt: String?
    public var endedAt: String?
    public var outcome: String
    public var exitCode: Int?

    public init(attempt: Int, nodes: [String], startedAt: String?, endedAt: String?, outcome: String, exitCode: Int?) {
        self.attempt = attempt
        self.nodes = nodes
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.exitCode = exitCode
    }

    private enum CodingKeys: String, CodingKey {
        case attempt, nodes, outcome, startedAt = "started_at", endedAt = "ended_at", exitCode = "exit_code"
    }
}
