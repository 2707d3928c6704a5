/// `GET /v1/nodes`.
public struct NodeView: Codable, Hashable, Sendable {
    /// `ready`, `drained`, `draining`, `down` (silent for its lease), `flapping` (lost too often, takes nothing for a while), or on its way
    /// to another label `emptying` and then `scrubbing`.
    public var state: String
    public var name: String
    public var place: String
    /// Whose jobs it takes; absent for those without a label.
    public var label: String?
    public var reason: String?
    public var drainedBy: String?
    public var since: String?
    public var accelerators: [Accelerators]
    public var coresTotal: Int
    /// Eighths of cores that are free, as a decimal number of cores.
    public var coresFree: String
    public var memoryMebibytesTotal: Int
    public var memoryMebibytesFree: Int
    /// Base load and claims, whole watts, rounded up.
    public var watts: Int
    public var jobs: [String]
    /// The whole host is a stand-in.
    public var modelled: Bool

    public struct Accelerators: Codable, Hashable, Sendable {
        public var kind: String
        public var total: Int
        public var free: Int
        public var modelled: Bool

        public init(kind: String, total: Int, free: Int, modelled: Bool) {
            self.kind = kind
            self.total = total
            self.free = free
            self.modelled = modelled
        }
    }

    public init(
        name: String, state: String, place: String, label: String? = nil, reason: String?, drainedBy: String?, since: String?,
        accelerators: [Accelerators], coresTotal: Int,
        coresFree: String, memoryMebibytesTotal: Int, memoryMebibytesFree: Int, watts: Int, jobs: [String], modelled: Bool
    ) {
        self.name = name
        self.state = state
        self.place = place
        self.label = label
        self.reason = reason
        self.drainedBy = drainedBy
        self.since = since
        self.accelerators = accelerators
        self.coresTotal = coresTotal
        self.coresFree = coresFree
        self.memoryMebibytesTotal = memoryMebibytesTotal
        self.memoryMebibytesFree = memoryMebibytesFree
        self.watts = watts
        self.jobs = jobs
        self.modelled = modelled
    }

    private enum CodingKeys: String, CodingKey {
        case name, state, place, label, reason, since, accelerators, watts, jobs, modelled
        case drainedBy = "drained_by", coresTotal = "cores_total", coresFree = "cores_free"
        case memoryMebibytesTotal = "memory_mebibytes_total", memoryMebibytesFree = "memory_mebibytes_free"
    }
}

public struct NodeList: Codable, Hashable, Sendable {
    public var nodes: [NodeView]
    public init(nodes: [NodeView]) { self.nodes = nodes }
}

/// `GET /v1/power`: the tree in order, parents before children.
public struct PowerView: Codable, Hashable, Sendable {
    public var domains: [Domain]

    public struct Domain: Codable, Hashable, Sendable {
        public var name: String
        public var parent: String?
        /// Levels below the root.
        public var depth: Int
        /// Absent where this level bounds nothing. Whole watts, rounded down.
        public var budgetWatts: Int?
        /// Base load and claims, rounded up.
        public var reservedWatts: Int
        /// The part of it that is there without any job.
        public var baseWatts: Int
        public var freeWatts: Int?
        /// Absent without telemetry.
        public var measuredWatts: Int?
        /// `ok`, `tight` (less than 5 % free) or `over` (the budget was lowered below what is reserved).
        public var state: String

        public init(
            name: String, parent: String?, depth: Int, budgetWatts: Int?, reservedWatts: Int, baseWatts: Int, freeWatts: Int?,
            measuredWatts: Int?,
            state: String
        ) {
            self.name = name
            self.parent = parent
            self.depth = depth
            self.budgetWatts = budgetWatts
            self.reservedWatts = reservedWatts
            self.baseWatts = baseWatts
            self.freeWatts = freeWatts
            self.measuredWatts = measuredWatts
            self.state = state
        }

        private enum CodingKeys: String, CodingKey {
            case name, parent, depth, state, budgetWatts = "budget_watts", reservedWatts = "reserved_watts", baseWatts = "base_watts"
            case freeWatts = "free_watts", measuredWatts = "measured_watts"
        }
    }

    public init(domains: [Domain]) { self.domains = domains }
}

/// `POST /v1/nodes/{name}/drain`.
public struct DrainRequest: Codable, Hashable, Sendable {
    public var reason: String
    public init(reason: String) { self.reason = reason }
}
