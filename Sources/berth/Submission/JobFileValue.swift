import BerthModel

/// A job as a JSON job file (`docs/spec/job-file.md`): what is sent to the daemon. Values that are the default are left out.
struct JobFileValue: Encodable {
    var spec: JobSpec

    private enum Key: String, CodingKey {
        case schema, name, agency, queue, jobClass = "class", command, script, arguments, workload, nodes, replicas, accelerators, together,
            cpus,
            memory, time
        case hold, dependencies, environment, directory, output, error, array, priority, requeue, maxAttempts = "max_attempts", signal,
            grace
        case preemptible, begin, deadline
        case powerCap = "power_cap", readiness, nodeList = "node_list", exclude, hostLabel = "host_label", labels, simulate
    }

    func encode(to encoder: any Encoder) throws {
        let usual = JobSpec(name: spec.name, jobClass: spec.jobClass, program: spec.program, directory: spec.directory)
        var values = encoder.container(keyedBy: Key.self)
        func put<Value: Equatable>(_ key: Key, _ value: Value, unless usual: Value, as encodable: any Encodable) throws {
            if value != usual { try values.encode(encodable, forKey: key) }
        }
        try values.encode(1, forKey: .schema)
        try values.encode(spec.name, forKey: .name)
        try values.encode(spec.jobClass.rawValue, forKey: .jobClass)
        try values.encode(spec.directory, forKey: .directory)
        switch spec.program {
        case .command(let arguments): try values.encode(arguments, forKey: .command)
        case .script(let text, let arguments):
            try values.encode(text, forKey: .script)
            if !arguments.isEmpty { try values.encode(arguments, forKey: .arguments) }
        }
        try values.encodeIfPresent(spec.agency?.text, forKey: .agency)
        try values.encodeIfPresent(spec.queue?.text, forKey: .queue)
        try values.encodeIfPresent(spec.workload?.text, forKey: .workload)
        try put(.nodes, spec.nodes, unless: usual.nodes, as: spec.nodes)
        try put(.replicas, spec.replicas, unless: usual.replicas, as: "\(spec.replicas.min)..\(spec.replicas.max)")
        try put(.accelerators, spec.accelerators, unless: [], as: spec.accelerators.map(\.description).joined(separator: " | "))
        try values.encodeIfPresent(spec.together?.rawValue, forKey: .together)
        try put(.cpus, spec.cpus, unless: usual.cpus, as: spec.cpus.description)
        try put(.memory, spec.memory, unless: usual.memory, as: "\(spec.memory.count) B")
        try values.encodeIfPresent(spec.time.map(JobFileValue.text), forKey: .time)
        try put(.hold, spec.hold, unless: false, as: true)
        try put(.dependencies, spec.dependencies, unless: [], as: spec.dependencies.map(\.description))
        try put(.environment, spec.environment, unless: [:], as: spec.environment)
        try put(.output, spec.output, unless: usual.output, as: spec.output)
        try values.encodeIfPresent(spec.error, forKey: .error)
        try values.encodeIfPresent(spec.array.map(JobFileValue.text), forKey: .array)
        try put(.priority, spec.priority, unless: 0, as: spec.priority)
        try put(.requeue, spec.requeue, unless: false, as: true)
        if spec.requeue || spec.maxAttempts != 1 { try values.encode(spec.maxAttempts, forKey: .maxAttempts) }
        try values.encodeIfPresent(spec.warning.map { "\($0.signal)@\(JobFileValue.text($0.before))" }, forKey: .signal)
        try put(.grace, spec.grace, unless: usual.grace, as: JobFileValue.text(spec.grace))
        try values.encodeIfPresent(spec.preemptible.map(JobFileValue.text), forKey: .preemptible)
        try values.encodeIfPresent(spec.begin?.description, forKey: .begin)
        try values.encodeIfPresent(spec.deadline?.description, forKey: .deadline)
        try values.encodeIfPresent(spec.powerCap.map { "\($0.milliwatts) mW" }, forKey: .powerCap)
        try values.encodeIfPresent(spec.readiness.map(ReadinessValue.init), forKey: .readiness)
        try put(.nodeList, spec.nodeList, unless: [], as: spec.nodeList.map(\.text))
        try put(.exclude, spec.exclude, unless: [], as: spec.exclude.map(\.text))
        try values.encodeIfPresent(spec.hostLabel?.text, forKey: .hostLabel)
        try put(.labels, spec.labels, unless: [:], as: spec.labels)
        try values.encodeIfPresent(spec.simulation.map(SimulationValue.init), forKey: .simulate)
    }

    static func text(_ duration: Duration) -> String { "\(duration.milliseconds)ms" }

    private static func text(_ array: ArraySpec) -> String { IndexList.text(array.indexes) + (array.limit.map { "%\($0)" } ?? "") }
}

/// `{http: /healthz, interval: 1s, ..}`.
private struct ReadinessValue: Encodable {
    var http: String?
    var tcp: Bool?
    var command: [String]?
    var interval: String
    var timeout: String
    var failures: Int

    init(_ readiness: Readiness) {
        switch readiness.probe {
        case .http(let path): http = path
        case .tcp: tcp = true
        case .command(let arguments): command = arguments
        }
        interval = JobFileValue.text(readiness.interval)
        timeout = JobFileValue.text(readiness.timeout)
        failures = readiness.failureThreshold
    }
}

/// `{duration: 30s, exit: 0}`.
private struct SimulationValue: Encodable {
    var duration: String?
    var exit: Int

    init(_ simulation: Simulation) {
        duration = simulation.duration.map(JobFileValue.text)
        exit = simulation.exit
    }
}
