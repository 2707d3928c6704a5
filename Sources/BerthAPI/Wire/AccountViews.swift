/// `GET /v1/queues`.
public struct QueueList: Codable, Hashable, Sendable {
    public var queues: [QueueView]
    public init(queues: [QueueView]) { self.queues = queues }
}

/// One queue of the policy, with the jobs of it that the caller may see.
public struct QueueView: Codable, Hashable, Sendable {
    /// Empty for jobs without a queue.
    public var name: String
    public var jobClass: String?
    public var weight: Int
    public var order: String
    public var stopped: Bool
    public var maxTimeSeconds: Int64?
    public var defaultTimeSeconds: Int64?
    public var pending: Int
    public var held: Int
    public var active: Int

    public init(
        name: String, jobClass: String?, weight: Int, order: String, stopped: Bool, maxTimeSeconds: Int64?, defaultTimeSeconds: Int64?,
        pending: Int, held: Int, active: Int
    ) {
        self.name = name
        self.jobClass = jobClass
        self.weight = weight
        self.order = order
        self.stopped = stopped
        self.maxTimeSeconds = maxTimeSeconds
        self.defaultTimeSeconds = defaultTimeSeconds
        self.pending = pending
        self.held = held
        self.active = active
    }

    private enum CodingKeys: String, CodingKey {
        case name, weight, order, stopped, pending, held, active, jobClass = "class", maxTimeSeconds = "max_time_seconds",
            defaultTimeSeconds = "default_time_seconds"
    }
}

/// `GET /v1/agencies`.
public struct AgencyList: Codable, Hashable, Sendable {
    public var agencies: [AgencyView]
    public init(agencies: [AgencyView]) { self.agencies = agencies }
}

/// An agency that the caller may see: its limits, and what its jobs hold with those of the agencies beneath it.
public struct AgencyView: Codable, Hashable, Sendable {
    public struct Device: Codable, Hashable, Sendable {
        public var kind: String
        /// Held, parts of devices in thousandths.
        public var heldThousandths: Int
        public var limit: Int?

        public init(kind: String, heldThousandths: Int, limit: Int?) {
            self.kind = kind
            self.heldThousandths = heldThousandths
            self.limit = limit
        }

        private enum CodingKeys: String, CodingKey { case kind, limit, heldThousandths = "held_thousandths" }
    }

    public var name: String
    public var parent: String?
    public var share: Int
    /// Not over.
    public var jobs: Int
    public var jobsLimit: Int?
    public var reservedWatts: Int
    public var powerLimitWatts: Int?
    public var devices: [Device]

    public init(
        name: String, parent: String?, share: Int, jobs: Int, jobsLimit: Int?, reservedWatts: Int, powerLimitWatts: Int?,
        devices: [Device]
    ) {
        self.name = name
        self.parent = parent
        self.share = share
        self.jobs = jobs
        self.jobsLimit = jobsLimit
        self.reservedWatts = reservedWatts
        self.powerLimitWatts = powerLimitWatts
        self.devices = devices
    }

    private enum CodingKeys: String, CodingKey {
        case name, parent, share, jobs, devices, jobsLimit = "jobs_limit", reservedWatts = "reserved_watts",
            powerLimitWatts = "power_limit_watts"
    }
}

/// `GET /v1/usage`: what jobs held between two moments, from the journal. Energy is reserved watts times time, never measured.
public struct UsageView: Codable, Hashable, Sendable {
    public struct Row: Codable, Hashable, Sendable {
        /// Of the agency, user, queue or kind; `-` for jobs without one.
        public var name: String
        /// Reserved watts times time.
        public var reservedJoules: Int64
        public var deviceSeconds: Int64
        /// Started in that time.
        public var jobsStarted: Int
        /// Over in that time.
        public var jobsEnded: Int

        public init(name: String, reservedJoules: Int64, deviceSeconds: Int64, jobsStarted: Int, jobsEnded: Int) {
            self.name = name
            self.reservedJoules = reservedJoules
            self.deviceSeconds = deviceSeconds
            self.jobsStarted = jobsStarted
            self.jobsEnded = jobsEnded
        }

        private enum CodingKeys: String, CodingKey {
            case name, reservedJoules = "reserved_joules", deviceSeconds = "device_seconds", jobsStarted = "jobs_started",
                jobsEnded = "jobs_ended"
        }
    }

    /// `agency`, `user`, `queue` or `kind`.
    public var by: String
    public var since: String
    public var until: String
    /// The journal position that was read to.
    public var sequence: UInt64
    public var rows: [Row]

    public init(by: String, since: String, until: String, sequence: UInt64, rows: [Row]) {
        self.by = by
        self.since = since
        self.until = until
        self.sequence = sequence
        self.rows = rows
    }

    private enum CodingKeys: String, CodingKey { case by, since, until, rows, sequence = "seq" }
}

/// `POST /v1/jobs/change`: one change to all jobs that match everything that is present, and to which it applies.
public struct JobsChangeRequest: Codable, Hashable, Sendable {
    public var state: String?
    public var agency: String?
    public var queue: String?
    public var name: String?
    public var user: String?
    /// Only the caller's own.
    public var mine: Bool
    public var hold: Bool?
    public var priority: Int?
    public var timeSeconds: Int64?
    public var requeue: Bool?
    /// Refused when another number of jobs would be changed.
    public var expectCount: Int?
    /// Only counts them.
    public var dryRun: Bool?

    public init(mine: Bool) { self.mine = mine }

    private enum CodingKeys: String, CodingKey {
        case state, agency, queue, name, user, mine, hold, priority, requeue, timeSeconds = "time_seconds", expectCount = "expect_count",
            dryRun = "dry_run"
    }
}

public struct JobsChangeReply: Codable, Hashable, Sendable {
    public var changed: [String]
    public init(changed: [String]) { self.changed = changed }
}

/// One line of `GET /v1/journal`: an entry as it is stored (`docs/spec/job-events.md`).
public struct JournalRow: Codable, Hashable, Sendable {
    public var sequence: UInt64
    /// Milliseconds since 1970-01-01 UTC.
    public var time: Int64
    public var kind: String
    public var job: String?
    /// JSON.
    public var payload: String

    public init(sequence: UInt64, time: Int64, kind: String, job: String?, payload: String) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.job = job
        self.payload = payload
    }

    private enum CodingKeys: String, CodingKey { case time, kind, job, payload, sequence = "seq" }
}
