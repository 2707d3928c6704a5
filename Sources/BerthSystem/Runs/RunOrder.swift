/// Everything a supervisor needs to run one member of one job once: `order.json` of a run directory. docs/spec/supervisor.md
/// describes each field; times are milliseconds.
public struct RunOrder: Hashable, Sendable, Codable {
    /// Who the program runs as. The supervisor asks the group database for the rest.
    public struct User: Hashable, Sendable, Codable {
        public var name: String
        public var uid: UInt32
        public var gid: UInt32

        public init(name: String, uid: UInt32, gid: UInt32) {
            self.name = name
            self.uid = uid
            self.gid = gid
        }
    }

    /// A signal before the time limit, so that the program can save its work.
    public struct Warning: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey { case signal, before = "before_ms" }

        public var signal: Int32
        public var before: Int64

        public init(signal: Int32, before: Int64) {
            self.signal = signal
            self.before = before
        }
    }

    private enum CodingKeys: String, CodingKey {
        case run, command, script, environment, directory, user, cpus, memoryNodes = "memory_nodes", output, error, umask
        case timeLimit = "time_limit_ms", warning, grace = "grace_ms", readiness, reports
    }

    public var run: String
    /// The program and its arguments; with `script` only the script's arguments.
    public var command: [String]
    /// The text of a script that starts with a `#!` line.
    public var script: String?
    public var environment: [String: String]
    public var directory: String
    /// nil: the supervisor's own user.
    public var user: User?
    /// Empty: unbound.
    public var cpus: [Int32]
    public var memoryNodes: [Int32]
    public var output: String
    /// nil: the same as `output`.
    public var error: String?
    public var umask: UInt32 = 0o022
    /// Counted from the start of the program; nil: unlimited.
    public var timeLimit: Int64?
    public var warning: Warning?
    /// Between TERM and KILL.
    public var grace: Int64
    public var readiness: RunProbe?
    /// The FIFO that is poked after each record; nil: nobody is.
    public var reports: String?

    public init(
        run: String, command: [String], script: String? = nil, environment: [String: String], directory: String, user: User? = nil,
        cpus: [Int32] = [], memoryNodes: [Int32] = [], output: String, error: String? = nil, timeLimit: Int64? = nil,
        warning: Warning? = nil, grace: Int64, readiness: RunProbe? = nil, reports: String? = nil
    ) {
        self.run = run
        self.command = command
        self.script = script
        self.environment = environment
        self.directory = directory
        self.user = user
        self.cpus = cpus
        self.memoryNodes = memoryNodes
        self.output = output
        self.error = error
        self.timeLimit = timeLimit
        self.warning = warning
        self.grace = grace
        self.readiness = readiness
        self.reports = reports
    }
}
