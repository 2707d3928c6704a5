public import BerthModel

/// Everything an executor needs to start one run. It is composed from journaled facts alone, so that a restarted daemon
/// composes the same order again.
public struct StartOrder: Hashable, Sendable {
    public var run: RunID
    public var submitter: Submitter
    public var node: NodeName
    public var program: Program
    public var directory: String
    /// What the job asked for, and the scheduler's own: ranks, ports, visible devices, `BERTH_*`. The executor adds the user's
    /// base environment (PATH, HOME, USER, LOGNAME, SHELL, LANG) beneath it.
    public var environment: [String: String]
    /// Operating-system indexes of the CPUs it is bound to, ascending.
    public var cpus: [Int]
    /// Operating-system indexes of the NUMA nodes its memory is bound to, ascending.
    public var memoryNodes: [Int]
    /// With `%j %a %N %m` already replaced; relative to `directory` or absolute.
    public var output: String
    /// Nil: the same file as `output`.
    public var error: String?
    /// Wall time of this attempt; nil: unlimited. Counted from the start of the run.
    public var timeLimit: Duration?
    public var warning: WarningSignal?
    public var grace: Duration
    public var readiness: Readiness?
    /// The claimed port that readiness probes go to.
    public var port: Int?
    public var simulation: Simulation?
    public var isService: Bool
    /// Of the node: its keeper refuses orders of an earlier one.
    public var session: Int

    public init(
        run: RunID, submitter: Submitter, node: NodeName, program: Program, directory: String, environment: [String: String], cpus: [Int],
        memoryNodes: [Int], output: String, error: String?, timeLimit: Duration?, warning: WarningSignal?, grace: Duration,
        readiness: Readiness?,
        port: Int?, simulation: Simulation?, isService: Bool, session: Int = 0
    ) {
        self.run = run
        self.submitter = submitter
        self.node = node
        self.program = program
        self.directory = directory
        self.environment = environment
        self.cpus = cpus
        self.memoryNodes = memoryNodes
        self.output = output
        self.error = error
        self.timeLimit = timeLimit
        self.warning = warning
        self.grace = grace
        self.readiness = readiness
        self.port = port
        self.simulation = simulation
        self.isService = isService
        self.session = session
    }
}
