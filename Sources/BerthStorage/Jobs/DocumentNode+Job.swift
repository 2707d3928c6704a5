import BerthModel

/// The parts of a job that have a form of their own.
extension DocumentNode {
    /// `h200:8`, a map, a list of one map, or `{any: [...]}`.
    func accelerators() throws(DocumentFault) -> [AcceleratorRequest] {
        switch content {
        case .scalar:
            return try parsed("accelerators") { text throws(BerthError) in try AcceleratorRequest.alternatives(parsing: text) }
        case .mapping(let entries) where entries.contains { $0.key == "any" }:
            let fields = try FieldReader(self, keys: ["any"], in: "accelerators")
            var requests: [AcceleratorRequest] = []
            for item in try fields.required("any", in: "accelerators").list("any") { requests.append(try item.acceleratorRequest()) }
            guard !requests.isEmpty else { throw DocumentFault(.invalidJob, "\"any\" names no alternative", at: position) }
            return requests
        case .mapping:
            return [try acceleratorRequest()]
        case .list(let items):
            guard items.count <= 1 else {
                throw DocumentFault(
                    .invalidJob, "a member holds devices of one kind, not of \(items.count)", at: items[1].position,
                    hint: "for alternatives write \"accelerators: {any: [...]}\"")
            }
            return try items.first.map { item throws(DocumentFault) in [try item.acceleratorRequest()] } ?? []
        case .nothing:
            return []
        }
    }

    private func acceleratorRequest() throws(DocumentFault) -> AcceleratorRequest {
        if case .scalar = content { return try parsed("accelerators") { text throws(BerthError) in try AcceleratorRequest(parsing: text) } }
        let fields = try FieldReader(self, keys: ["kind", "count", "mig", "fraction", "lnc"], in: "accelerators")
        let kind = try fields.required("kind", in: "accelerators").name("kind", KindTag.self)
        return AcceleratorRequest(
            kind: kind, count: try fields.value("count")?.integer("count", in: 1...Limits.devicesPerGroupMax) ?? 1,
            partition: try DocumentNode.partition(fields), lnc: try fields.value("lnc")?.integer("lnc", in: 1...2))
    }

    /// `mig: 3g.40gb`, or `fraction: {thousandths: 250, memory: 20 GiB}`.
    private static func partition(_ fields: FieldReader) throws(DocumentFault) -> PartitionRequest? {
        let profile = try fields.value("mig")?.text("mig")
        guard let fraction = fields.value("fraction") else { return profile.map(PartitionRequest.mig) }
        guard profile == nil else {
            throw DocumentFault(
                .invalidJob, "a part of a device is \"mig\" or a \"fraction\", not both", at: fields.keyPosition("fraction"))
        }
        let parts = try FieldReader(fraction, keys: ["thousandths", "memory"], in: "fraction")
        let count = try parts.required("thousandths", in: "fraction").integer("thousandths", in: PartitionRequest.thousandthsRange)
        return .thousandths(count, memory: try parts.required("memory", in: "fraction").bytes("memory"))
    }

    /// `2`, `2..6` or `{min: 2, max: 6}`.
    func replicas() throws(DocumentFault) -> ReplicaRange {
        guard case .mapping = content else { return try parsed("replicas") { text throws(BerthError) in try ReplicaRange(parsing: text) } }
        let fields = try FieldReader(self, keys: ["min", "max"], in: "replicas")
        let min = try fields.value("min")?.integer("min", in: 1...Limits.membersMax) ?? 1
        let max = try fields.value("max")?.integer("max", in: 1...Limits.membersMax) ?? min
        return ReplicaRange(min: min, max: max)
    }

    /// A list of `afterok:41`, or Slurm's one text for all.
    func dependencies() throws(DocumentFault) -> [Dependency] {
        guard case .list(let items) = content else {
            return try parsed("dependencies") { text throws(BerthError) in try Dependency.list(parsing: text) }
        }
        var dependencies: [Dependency] = []
        for item in items {
            dependencies.append(try item.parsed("dependencies") { text throws(BerthError) in try Dependency(parsing: text) })
        }
        return dependencies
    }

    func readiness() throws(DocumentFault) -> Readiness {
        let fields = try FieldReader(self, keys: ["http", "tcp", "command", "interval", "timeout", "failures"], in: "readiness")
        var probes: [Readiness.Probe] = []
        if let node = fields.value("http") {
            let path = try node.text("http")
            guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw DocumentFault(
                    .invalidJob, "\"\(path.prefix(80))\" is not a path to probe", at: node.position, hint: "write it like \"/healthz\"")
            }
            probes.append(.http(path: path))
        }
        if let node = fields.value("tcp") {
            guard try node.boolean("tcp") else { throw DocumentFault(.invalidJob, "\"tcp\" can only be true", at: node.position) }
            probes.append(.tcp)
        }
        if let node = fields.value("command") {
            let command = try node.texts("command")
            guard let first = command.first, !first.isEmpty else {
                throw DocumentFault(.invalidJob, "the command of the probe is empty", at: node.position)
            }
            probes.append(.command(command))
        }
        guard probes.count == 1 else {
            throw DocumentFault(
                .invalidJob, "a readiness probe is one of \"http\", \"tcp\" and \"command\", not \(probes.count) of them", at: position)
        }
        var readiness = Readiness(probe: probes[0])
        if let node = fields.value("interval") { readiness.interval = try node.duration("interval") }
        if let node = fields.value("timeout") { readiness.timeout = try node.duration("timeout") }
        if let node = fields.value("failures") { readiness.failureThreshold = try node.integer("failures", in: 1...1000) }
        return readiness
    }

    /// `true` is the grace that the job gets anyhow; `false` is none.
    func preemptible(grace: Duration) throws(DocumentFault) -> Duration? {
        switch content {
        case .scalar("true", isQuoted: false): return grace
        case .scalar("false", isQuoted: false): return nil
        default: return try duration("preemptible")
        }
    }

    func moment(_ name: String, at reference: TimeReference?) throws(DocumentFault) -> Timestamp {
        try parsed(name) { text throws(BerthError) in try Timestamp(parsing: text, at: reference) }
    }

    func simulation() throws(DocumentFault) -> Simulation {
        let fields = try FieldReader(self, keys: ["duration", "exit"], in: "simulate")
        return Simulation(
            duration: try fields.value("duration")?.duration("duration"), exit: try fields.value("exit")?.integer("exit", in: 0...255) ?? 0)
    }
}
