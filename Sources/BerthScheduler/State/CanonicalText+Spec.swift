import BerthModel

extension CanonicalText {
    /// What was submitted, once for all tasks of an array. Maps stand in the order of their keys.
    mutating func add(_ submission: JobEvent.Submission, number: UInt64) {
        let spec = submission.spec
        line("submission", String(number))
        put(word: "agency", submission.agency.text)
        put(word: "uid", String(submission.submitter.uid))
        put(word: "gid", String(submission.submitter.gid))
        put(quoted: "user", submission.submitter.user)
        put(quoted: "name", spec.name)
        put(word: "class", spec.jobClass.rawValue)
        put(word: "queue", spec.queue?.text)
        put(word: "named-agency", spec.agency?.text)
        put(word: "workload", spec.workload?.text)
        addRequest(spec)
        addCourse(spec)
        addProgram(spec)
    }

    private mutating func addRequest(_ spec: JobSpec) {
        put("nodes", spec.nodes)
        put(word: "replicas", "\(spec.replicas.min)..\(spec.replicas.max)")
        put(word: "accelerators", spec.accelerators.map(\.description).joined(separator: "|"))
        put(word: "together", spec.together?.rawValue)
        put("eighths", spec.cpus.eighths)
        put(word: "bytes", String(spec.memory.count))
        put(word: "cap", spec.powerCap.map { String($0.milliwatts) })
        put(word: "on", spec.nodeList.map(\.text).joined(separator: ","))
        put(word: "not-on", spec.exclude.map(\.text).joined(separator: ","))
    }

    private mutating func addCourse(_ spec: JobSpec) {
        put("time", spec.time)
        put("grace", spec.grace)
        put(word: "hold", spec.hold ? "yes" : "no")
        put("priority", spec.priority)
        put(word: "requeue", spec.requeue ? "yes" : "no")
        put("attempts", spec.maxAttempts)
        put(word: "warning", spec.warning.map { "\($0.signal)@\($0.before.milliseconds)" })
        put(word: "dependencies", spec.dependencies.map(\.description).joined(separator: ","))
        put(word: "tasks", spec.array.map { IndexList.text($0.indexes) })
        put("limit", spec.array?.limit)
        put("preemptible", spec.preemptible)
        put("begin", spec.begin)
        put("deadline", spec.deadline)
        put(word: "host-label", spec.hostLabel?.text)
        put("simulated", spec.simulation?.duration)
        put("simulated-exit", spec.simulation?.exit)
        if let readiness = spec.readiness {
            switch readiness.probe {
            case .http(let path): put(quoted: "http", path)
            case .tcp: put(word: "tcp", "yes")
            case .command(let arguments): put(word: "probe", CanonicalText.list(arguments))
            }
            put("interval", readiness.interval)
            put("timeout", readiness.timeout)
            put("threshold", readiness.failureThreshold)
        }
    }

    private mutating func addProgram(_ spec: JobSpec) {
        switch spec.program {
        case .command(let arguments): put(word: "command", CanonicalText.list(arguments))
        case .script(let text, let arguments):
            put(quoted: "script", text)
            put(word: "arguments", CanonicalText.list(arguments))
        }
        put(quoted: "directory", spec.directory)
        put(quoted: "output", spec.output)
        put(quoted: "error", spec.error)
        put(word: "environment", CanonicalText.map(spec.environment))
        put(word: "labels", CanonicalText.map(spec.labels))
    }

    private static func list(_ texts: [String]) -> String { "[" + texts.map(quote).joined(separator: ",") + "]" }

    private static func map(_ texts: [String: String]) -> String {
        "{" + texts.sorted { $0.key < $1.key }.map { quote($0.key) + ":" + quote($0.value) }.joined(separator: ",") + "}"
    }
}
