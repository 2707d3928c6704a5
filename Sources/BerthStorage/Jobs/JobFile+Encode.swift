public import BerthModel

extension JobFile {
    /// The job as a file that `decode` reads back to the same job: what `berth submit --explain` prints. Values that are the default are
    /// left out.
    public static func encode(_ spec: JobSpec) -> String {
        let usual = JobSpec(name: spec.name, jobClass: spec.jobClass, program: spec.program, directory: spec.directory)
        var yaml = YAMLText()
        yaml.put("schema", "1")
        yaml.put("name", YAMLText.scalar(spec.name))
        if let agency = spec.agency { yaml.put("agency", YAMLText.scalar(agency.text)) }
        if let queue = spec.queue { yaml.put("queue", YAMLText.scalar(queue.text)) }
        yaml.put("class", spec.jobClass.rawValue)
        putProgram(spec.program, into: &yaml)
        yaml.put("directory", YAMLText.scalar(spec.directory))
        if let workload = spec.workload { yaml.put("workload", YAMLText.scalar(workload.text)) }
        if spec.nodes != usual.nodes { yaml.put("nodes", "\(spec.nodes)") }
        if spec.replicas != usual.replicas { yaml.put("replicas", "{min: \(spec.replicas.min), max: \(spec.replicas.max)}") }
        putAccelerators(spec.accelerators, into: &yaml)
        if let together = spec.together { yaml.put("together", together.rawValue) }
        yaml.put("cpus", "\(spec.cpus)")
        yaml.put("memory", spec.memory.exact)
        if let time = spec.time { yaml.put("time", exact(time)) }
        if let warning = spec.warning { yaml.put("signal", "\"\(warning.signal)@\(exact(warning.before))\"") }
        if spec.grace != usual.grace { yaml.put("grace", exact(spec.grace)) }
        if let grace = spec.preemptible { yaml.put("preemptible", exact(grace)) }
        if let begin = spec.begin { yaml.put("begin", YAMLText.quoted(begin.description)) }
        if let deadline = spec.deadline { yaml.put("deadline", YAMLText.quoted(deadline.description)) }
        if let cap = spec.powerCap { yaml.put("power_cap", exact(cap)) }
        if spec.hold { yaml.put("hold", "true") }
        if !spec.dependencies.isEmpty { yaml.put("dependencies", YAMLText.list(spec.dependencies.map { "\"\($0)\"" })) }
        putMap("environment", spec.environment, into: &yaml)
        if spec.output != usual.output { yaml.put("output", YAMLText.scalar(spec.output)) }
        if let error = spec.error { yaml.put("error", YAMLText.scalar(error)) }
        if let array = spec.array { yaml.put("array", "\"\(arrayText(array))\"") }
        if spec.priority != 0 { yaml.put("priority", "\(spec.priority)") }
        if spec.requeue { yaml.put("requeue", "true") }
        if spec.maxAttempts != (spec.requeue ? JobReader.requeueAttempts : 1) { yaml.put("max_attempts", "\(spec.maxAttempts)") }
        if let readiness = spec.readiness { yaml.put("readiness", YAMLText.map(readinessEntries(readiness))) }
        if !spec.nodeList.isEmpty { yaml.put("node_list", YAMLText.quoted(NameRange.compress(spec.nodeList.map(\.text)))) }
        if !spec.exclude.isEmpty { yaml.put("exclude", YAMLText.quoted(NameRange.compress(spec.exclude.map(\.text)))) }
        if let label = spec.hostLabel { yaml.put("host_label", YAMLText.scalar(label.text)) }
        putMap("labels", spec.labels, into: &yaml)
        if let simulation = spec.simulation {
            let duration = simulation.duration.map { [("duration", exact($0))] } ?? []
            yaml.put("simulate", YAMLText.map(duration + [("exit", "\(simulation.exit)")]))
        }
        return yaml.text
    }

    private static func putProgram(_ program: Program, into yaml: inout YAMLText) {
        switch program {
        case .command(let arguments):
            yaml.put("command", YAMLText.list(arguments.map(YAMLText.scalar)))
        case .script(let text, let arguments):
            yaml.putBlock("script", text)
            if !arguments.isEmpty { yaml.put("arguments", YAMLText.list(arguments.map(YAMLText.scalar))) }
        }
    }

    private static func putAccelerators(_ requests: [AcceleratorRequest], into yaml: inout YAMLText) {
        let maps = YAMLText.list(requests.map { YAMLText.map(acceleratorEntries($0)) })
        switch requests.count {
        case 0: return
        case 1: yaml.put("accelerators", maps)
        default: yaml.put("accelerators", "{any: \(maps)}")
        }
    }

    private static func acceleratorEntries(_ request: AcceleratorRequest) -> [(String, String)] {
        var entries = [("kind", YAMLText.scalar(request.kind.text)), ("count", "\(request.count)")]
        switch request.partition {
        case .mig(let profile): entries.append(("mig", YAMLText.scalar(profile)))
        case .thousandths(let count, let memory):
            entries.append(("fraction", YAMLText.map([("thousandths", "\(count)"), ("memory", memory.exact)])))
        case nil: break
        }
        if let lnc = request.lnc { entries.append(("lnc", "\(lnc)")) }
        return entries
    }

    private static func putMap(_ key: String, _ map: [String: String], into yaml: inout YAMLText) {
        guard !map.isEmpty else { return }
        yaml.put(key, YAMLText.map(map.sorted { $0.key < $1.key }.map { ($0.key, YAMLText.scalar($0.value)) }))
    }

    private static func readinessEntries(_ readiness: Readiness) -> [(String, String)] {
        let probe =
            switch readiness.probe {
            case .http(let path): ("http", YAMLText.scalar(path))
            case .tcp: ("tcp", "true")
            case .command(let arguments): ("command", YAMLText.list(arguments.map(YAMLText.scalar)))
            }
        return [
            probe, ("interval", exact(readiness.interval)), ("timeout", exact(readiness.timeout)),
            ("failures", "\(readiness.failureThreshold)"),
        ]
    }

    /// `1,3,5-7%2`.
    private static func arrayText(_ array: ArraySpec) -> String {
        var parts: [String] = []
        var start = array.indexes.startIndex
        while start < array.indexes.endIndex {
            var end = start
            while end + 1 < array.indexes.endIndex, array.indexes[end + 1] == array.indexes[end] + 1 { end += 1 }
            parts.append(start == end ? "\(array.indexes[start])" : "\(array.indexes[start])-\(array.indexes[end])")
            start = end + 1
        }
        return parts.joined(separator: ",") + (array.limit.map { "%\($0)" } ?? "")
    }

    /// The largest unit that divides it: reading it back loses nothing.
    private static func exact(_ duration: Duration) -> String {
        for (unit, size) in [("h", 3_600_000), ("m", 60_000), ("s", 1000)] as [(String, Int64)]
        where duration.milliseconds.isMultiple(of: size) {
            return "\(duration.milliseconds / size)\(unit)"
        }
        return "\(duration.milliseconds)ms"
    }

    private static func exact(_ watts: Watts) -> String {
        watts.milliwatts.isMultiple(of: 1000) ? "\(watts.milliwatts / 1000) W" : "\(watts.milliwatts) mW"
    }
}
