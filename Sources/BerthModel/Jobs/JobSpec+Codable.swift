/// The journal's form of a job: the keys are frozen with the event format, absent means default.
extension JobSpec: Codable {
    private enum Key: String, CodingKey {
        case name, agency, queue, jobClass = "class", program, workload, nodes, replicas, accelerators, together, cpus, memory, time, hold,
            dependencies
        case environment, directory, output, error, array, priority, requeue, maxAttempts = "max_attempts", warning, grace, powerCap =
            "power_cap"
        case preemptible, begin, deadline, hostLabel = "host_label"
        case readiness, nodeList = "node_list", exclude, labels, simulation
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init(
            name: try values.decode(String.self, forKey: .name), jobClass: try values.decode(JobClass.self, forKey: .jobClass),
            program: try values.decode(Program.self, forKey: .program), directory: try values.decode(String.self, forKey: .directory))
        agency = try values.decodeIfPresent(AgencyName.self, forKey: .agency)
        queue = try values.decodeIfPresent(QueueName.self, forKey: .queue)
        workload = try values.decodeIfPresent(WorkloadName.self, forKey: .workload)
        nodes = try values.decodeIfPresent(Int.self, forKey: .nodes) ?? nodes
        replicas = try values.decodeIfPresent(ReplicaRange.self, forKey: .replicas) ?? replicas
        accelerators = try values.decodeIfPresent([AcceleratorRequest].self, forKey: .accelerators) ?? []
        together = try values.decodeIfPresent(Together.self, forKey: .together)
        cpus = try values.decodeIfPresent(CoreShare.self, forKey: .cpus) ?? cpus
        memory = try values.decodeIfPresent(Bytes.self, forKey: .memory) ?? memory
        time = try values.decodeIfPresent(Duration.self, forKey: .time)
        hold = try values.decodeIfPresent(Bool.self, forKey: .hold) ?? false
        dependencies = try values.decodeIfPresent([Dependency].self, forKey: .dependencies) ?? []
        environment = try values.decodeIfPresent([String: String].self, forKey: .environment) ?? [:]
        output = try values.decodeIfPresent(String.self, forKey: .output) ?? output
        error = try values.decodeIfPresent(String.self, forKey: .error)
        array = try values.decodeIfPresent(ArraySpec.self, forKey: .array)
        priority = try values.decodeIfPresent(Int.self, forKey: .priority) ?? 0
        requeue = try values.decodeIfPresent(Bool.self, forKey: .requeue) ?? false
        maxAttempts = try values.decodeIfPresent(Int.self, forKey: .maxAttempts) ?? 1
        warning = try values.decodeIfPresent(WarningSignal.self, forKey: .warning)
        grace = try values.decodeIfPresent(Duration.self, forKey: .grace) ?? grace
        powerCap = try values.decodeIfPresent(Watts.self, forKey: .powerCap)
        preemptible = try values.decodeIfPresent(Duration.self, forKey: .preemptible)
        begin = try values.decodeIfPresent(Timestamp.self, forKey: .begin)
        deadline = try values.decodeIfPresent(Timestamp.self, forKey: .deadline)
        hostLabel = try values.decodeIfPresent(LabelName.self, forKey: .hostLabel)
        readiness = try values.decodeIfPresent(Readiness.self, forKey: .readiness)
        nodeList = try values.decodeIfPresent([NodeName].self, forKey: .nodeList) ?? []
        exclude = try values.decodeIfPresent([NodeName].self, forKey: .exclude) ?? []
        labels = try values.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        simulation = try values.decodeIfPresent(Simulation.self, forKey: .simulation)
    }

    public func encode(to encoder: any Encoder) throws {
        let standard = JobSpec(name: name, jobClass: jobClass, program: program, directory: directory)
        var values = encoder.container(keyedBy: Key.self)
        func put<Value: Encodable & Equatable>(_ key: Key, _ value: Value, unless usual: Value) throws {
            if value != usual { try values.encode(value, forKey: key) }
        }
        try values.encode(name, forKey: .name)
        try values.encode(jobClass, forKey: .jobClass)
        try values.encode(program, forKey: .program)
        try values.encode(directory, forKey: .directory)
        try values.encodeIfPresent(agency, forKey: .agency)
        try values.encodeIfPresent(queue, forKey: .queue)
        try values.encodeIfPresent(workload, forKey: .workload)
        try put(.nodes, nodes, unless: standard.nodes)
        try put(.replicas, replicas, unless: standard.replicas)
        try put(.accelerators, accelerators, unless: [])
        try values.encodeIfPresent(together, forKey: .together)
        try put(.cpus, cpus, unless: standard.cpus)
        try put(.memory, memory, unless: standard.memory)
        try values.encodeIfPresent(time, forKey: .time)
        try put(.hold, hold, unless: false)
        try put(.dependencies, dependencies, unless: [])
        try put(.environment, environment, unless: [:])
        try put(.output, output, unless: standard.output)
        try values.encodeIfPresent(error, forKey: .error)
        try values.encodeIfPresent(array, forKey: .array)
        try put(.priority, priority, unless: 0)
        try put(.requeue, requeue, unless: false)
        try put(.maxAttempts, maxAttempts, unless: 1)
        try values.encodeIfPresent(warning, forKey: .warning)
        try put(.grace, grace, unless: standard.grace)
        try values.encodeIfPresent(powerCap, forKey: .powerCap)
        try values.encodeIfPresent(preemptible, forKey: .preemptible)
        try values.encodeIfPresent(begin, forKey: .begin)
        try values.encodeIfPresent(deadline, forKey: .deadline)
        try values.encodeIfPresent(hostLabel, forKey: .hostLabel)
        try values.encodeIfPresent(readiness, forKey: .readiness)
        try put(.nodeList, nodeList, unless: [])
        try put(.exclude, exclude, unless: [])
        try put(.labels, labels, unless: [:])
        try values.encodeIfPresent(simulation, forKey: .simulation)
    }
}
