import BerthModel

/// Reads the map of one job.
struct JobReader {
    static let keys = [
        "schema", "name", "agency", "queue", "class", "command", "script", "arguments", "workload", "nodes", "replicas", "accelerators",
        "together", "cpus", "memory", "time", "hold", "dependencies", "environment", "directory", "output", "error", "array", "priority",
        "requeue", "max_attempts", "signal", "grace", "preemptible", "begin", "deadline", "power_cap", "readiness", "node_list", "exclude",
        "host_label", "labels", "simulate",
    ]
    /// Attempts of a job that may be requeued and does not say how often: the first and two more.
    static let requeueAttempts = 3

    private let fields: FieldReader
    private let defaults: JobFile.Defaults

    init(_ root: DocumentNode, _ defaults: JobFile.Defaults) throws(DocumentFault) {
        fields = try FieldReader(root, keys: JobReader.keys, in: "the job")
        self.defaults = defaults
    }

    func spec() throws(DocumentFault) -> JobSpec {
        try fields.checkSchema()
        let program = try program()
        let directory = try fields.value("directory")?.text("directory") ?? defaults.directory
        guard let directory else { throw DocumentFault(.invalidJob, "\"directory\" is missing in the job", at: fields.position) }
        var spec = JobSpec(
            name: try fields.value("name")?.text("name") ?? JobReader.name(of: program),
            jobClass: try fields.value("class")?.word("class") ?? .batch, program: program, directory: directory)
        spec.agency = try fields.value("agency")?.name("agency")
        spec.queue = try fields.value("queue")?.name("queue")
        spec.workload = try fields.value("workload")?.name("workload")
        try readSize(into: &spec)
        try readTimes(into: &spec)
        if let node = fields.value("hold") { spec.hold = try node.boolean("hold") }
        if let node = fields.value("dependencies") { spec.dependencies = try node.dependencies() }
        if let node = fields.value("environment") { spec.environment = try node.textMap("environment") }
        if let node = fields.value("output") { spec.output = try node.text("output") }
        spec.error = try fields.value("error")?.text("error")
        spec.array = try fields.value("array")?.parsed("array") { text throws(BerthError) in try ArraySpec(parsing: text) }
        if let node = fields.value("priority") { spec.priority = try node.integer("priority", in: -1000...1000) }
        if let node = fields.value("requeue") { spec.requeue = try node.boolean("requeue") }
        spec.maxAttempts =
            try fields.value("max_attempts")?.integer("max_attempts", in: 1...Limits.attemptsMax)
            ?? (spec.requeue ? JobReader.requeueAttempts : 1)
        spec.readiness = try fields.value("readiness")?.readiness()
        if let node = fields.value("node_list") { spec.nodeList = try node.nodeNames("node_list") }
        if let node = fields.value("exclude") { spec.exclude = try node.nodeNames("exclude") }
        spec.hostLabel = try fields.value("host_label")?.name("host_label")
        if let node = fields.value("labels") { spec.labels = try node.textMap("labels") }
        spec.simulation = try fields.value("simulate")?.simulation()
        return spec
    }

    private func program() throws(DocumentFault) -> Program {
        let arguments = try fields.value("arguments")?.texts("arguments")
        switch (fields.value("command"), fields.value("script")) {
        case (let command?, nil):
            guard arguments == nil else {
                throw DocumentFault(
                    .invalidJob, "\"arguments\" belong to a script", at: fields.keyPosition("arguments"),
                    hint: "write them into \"command\"")
            }
            return .command(try command.texts("command"))
        case (nil, let script?): return .script(try script.text("script"), arguments: arguments ?? [])
        case (nil, nil):
            throw DocumentFault(.invalidJob, "\"command\" is missing in the job", at: fields.position, hint: "or write a \"script\"")
        case (.some, .some):
            throw DocumentFault(.invalidJob, "a job has a \"command\" or a \"script\", not both", at: fields.keyPosition("script"))
        }
    }

    /// The last part of a command's path, when it can be a name; a script has none.
    static func name(of program: Program) -> String {
        guard case .command(let arguments) = program, let last = arguments.first?.split(separator: "/").last else { return "job" }
        let name = String(last)
        return name.utf8.count <= 128 && name.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } ? name : "job"
    }

    private func readSize(into spec: inout JobSpec) throws(DocumentFault) {
        if let node = fields.value("nodes") { spec.nodes = try node.integer("nodes", in: 1...Limits.membersMax) }
        if let node = fields.value("replicas") { spec.replicas = try node.replicas() }
        if let node = fields.value("accelerators") { spec.accelerators = try node.accelerators() }
        spec.together = try fields.value("together")?.word("together")
        if let node = fields.value("cpus") {
            spec.cpus = try node.parsed("cpus") { text throws(BerthError) in try CoreShare(parsing: text) }
        }
        if let node = fields.value("memory") { spec.memory = try node.bytes("memory") }
        spec.powerCap = try fields.value("power_cap")?.positiveWatts("power_cap")
    }

    private func readTimes(into spec: inout JobSpec) throws(DocumentFault) {
        spec.time = try fields.value("time")?.duration("time")
        spec.warning = try fields.value("signal")?.parsed("signal") { text throws(BerthError) in try WarningSignal(parsing: text) }
        if let node = fields.value("grace") { spec.grace = try node.duration("grace") }
        spec.preemptible = try fields.value("preemptible").flatMap { node throws(DocumentFault) in
            try node.preemptible(grace: spec.grace)
        }
        spec.begin = try fields.value("begin").map { node throws(DocumentFault) in try node.moment("begin", at: defaults.time) }
        spec.deadline = try fields.value("deadline").map { node throws(DocumentFault) in try node.moment("deadline", at: defaults.time) }
    }
}
