/// What a user asks for: one job, checked in itself, before the fleet and the policy have their say.
public struct JobSpec: Hashable, Sendable {
    public var name: String
    /// Nil: the submitter's only agency.
    public var agency: AgencyName?
    public var queue: QueueName?
    public var jobClass: JobClass
    public var program: Program
    /// A profile of the policy.
    public var workload: WorkloadName?
    /// Members of a gang; 1 for every other class.
    public var nodes: Int
    /// Of a service.
    public var replicas: ReplicaRange
    /// Alternatives in order of preference; empty for a job on cores only.
    public var accelerators: [AcceleratorRequest]
    /// Of a gang: its members must stand together.
    public var together: Together?
    /// For each member.
    public var cpus: CoreShare
    /// For each member.
    public var memory: Bytes
    /// Wall time of one attempt; nil: the queue's default, or unlimited.
    public var time: Duration?
    public var hold: Bool
    public var dependencies: [Dependency]
    public var environment: [String: String]
    /// Where it starts: an absolute path.
    public var directory: String
    /// Output files, absolute or beneath `directory`; `%j %a %N %m` stand for job, task, node and member.
    public var output: String
    /// Nil: together with `output`.
    public var error: String?
    public var array: ArraySpec?
    /// Higher goes first, -1000…1000.
    public var priority: Int
    /// Whether an attempt that ends without success is tried again.
    public var requeue: Bool
    /// Attempts in all, 1…1000.
    public var maxAttempts: Int
    public var warning: WarningSignal?
    /// Between TERM and KILL.
    public var grace: Duration
    /// Per device: lowers what is reserved, where the executor enforces it.
    public var powerCap: Watts?
    /// It may be stopped for another job, and wants so long between the notice and KILL; nil: it does not offer that.
    public var preemptible: Duration?
    /// It waits until then.
    public var begin: Timestamp?
    /// It is of no use after this moment.
    public var deadline: Timestamp?
    /// Only hosts of this label; nil: the only one of its agency, if that has one.
    public var hostLabel: LabelName?
    public var readiness: Readiness?
    /// Nodes it must use, or must not.
    public var nodeList: [NodeName]
    public var exclude: [NodeName]
    /// Free words for the user's own use.
    public var labels: [String: String]
    public var simulation: Simulation?

    public init(name: String, jobClass: JobClass, program: Program, directory: String) {
        self.name = name
        self.jobClass = jobClass
        self.program = program
        self.directory = directory
        self.nodes = 1
        self.replicas = ReplicaRange(min: 1, max: 1)
        self.accelerators = []
        self.cpus = .cores(1)
        self.memory = .gibibytes(1)
        self.hold = false
        self.dependencies = []
        self.environment = [:]
        self.output = JobSpec.defaultOutput
        self.priority = 0
        self.requeue = false
        self.maxAttempts = 1
        self.grace = .seconds(10)
        self.nodeList = []
        self.exclude = []
        self.labels = [:]
    }

    public static let defaultOutput = "berth-%j.out"

    /// Members that are placed together, and members in all.
    public var members: (min: Int, max: Int) {
        switch jobClass {
        case .service: (replicas.min, replicas.max)
        case .gang: (nodes, nodes)
        case .batch: (1, 1)
        }
    }
}
