import BerthModel
import BerthStorage
import BerthSystem

extension JobOptions {
    /// Changes what the flags name, and nothing else.
    /// - Throws: `BerthError` with code `usage`, the flag as its field.
    func apply(to spec: inout JobSpec, environment: (String) -> String?) throws(BerthError) {
        try applySize(to: &spec)
        try applyAccelerators(to: &spec)
        try applyOrder(to: &spec)
        if let name { spec.name = name }
        if let agency { spec.agency = try flag("--agency") { () throws(BerthError) in try AgencyName(agency) } }
        if let queue { spec.queue = try flag("--queue") { () throws(BerthError) in try QueueName(queue) } }
        if let workload { spec.workload = try flag("--workload") { () throws(BerthError) in try WorkloadName(workload) } }
        if let nodeList { spec.nodeList = try nodeNames(nodeList, "--nodelist") }
        if let exclude { spec.exclude = try nodeNames(exclude, "--exclude") }
        if let directory { spec.directory = try absolute(directory) }
        if let outputFile { spec.output = outputFile }
        if let errorFile { spec.error = errorFile }
        for label in labels { try put(label, "--label", into: &spec.labels) }
        for item in export.flatMap({ $0.split(separator: ",").map(String.init) }) {
            try put(exported: item, into: &spec.environment, environment)
        }
    }

    private func applySize(to spec: inout JobSpec) throws(BerthError) {
        if let jobClass {
            guard let known = JobClass(rawValue: jobClass) else {
                let words = JobClass.allCases.map(\.rawValue)
                let near = Spelling.nearest(to: jobClass, among: words).map { "did you mean \"\($0)\"?" }
                throw BerthError(
                    .usage, "there is no class \"\(jobClass)\"", field: "--class", hint: near ?? "known: \(words.joined(separator: ", "))")
            }
            spec.jobClass = known
        } else if replicas != nil {
            spec.jobClass = .service
        } else if nodes != nil {
            spec.jobClass = .gang
        }
        if let nodes {
            guard !nodes.contains("-") else {
                throw BerthError(
                    .usage, "a range of nodes is not supported yet: a gang has one size", field: "--nodes",
                    hint: "write -N \(nodes.prefix { $0 != "-" })")
            }
            guard let count = Int(nodes), (1...Limits.membersMax).contains(count) else {
                throw BerthError(.usage, "\"\(nodes)\" is not a number of nodes from 1 to \(Limits.membersMax)", field: "--nodes")
            }
            spec.nodes = count
        }
        if let replicas { spec.replicas = try flag("--replicas") { () throws(BerthError) in try ReplicaRange(parsing: replicas) } }
        if let together { spec.together = try JobOptions.together(together) }
        if let cpus { spec.cpus = try flag("--cpus") { () throws(BerthError) in try CoreShare(parsing: cpus) } }
        if let memory { spec.memory = try flag("--mem") { () throws(BerthError) in try Bytes(parsing: JobOptions.withSlurmUnit(memory)) } }
        if let powerCap { spec.powerCap = try flag("--power-cap") { () throws(BerthError) in try Watts(parsing: powerCap) } }
        if let array { spec.array = try flag("--array") { () throws(BerthError) in try ArraySpec(parsing: array) } }
    }

    private static func together(_ text: String) throws(BerthError) -> Together {
        if let known = Together(rawValue: text) { return known }
        let words = Together.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
        throw BerthError(
            .usage, "members do not stand together in one \"\(text.prefix(40))\"", field: "--together",
            hint: near ?? "known: \(words.joined(separator: ", "))")
    }

    /// Slurm's `64G` is 64 GiB.
    static func withSlurmUnit(_ text: String) -> String {
        guard let last = text.last, "KMGT".contains(last), text.dropLast().last?.isNumber == true else { return text }
        return text + "iB"
    }

    private func applyOrder(to spec: inout JobSpec) throws(BerthError) {
        if let time { spec.time = try flag("--time") { () throws(BerthError) in try Duration(parsing: time) } }
        if let grace { spec.grace = try flag("--grace") { () throws(BerthError) in try Duration(parsing: grace) } }
        if let signal { spec.warning = try flag("--signal") { () throws(BerthError) in try WarningSignal(parsing: signal) } }
        try applyTimes(to: &spec)
        if let priority { spec.priority = priority }
        if hold { spec.hold = true }
        if let requeue {
            spec.requeue = requeue
            spec.maxAttempts = requeue ? max(spec.maxAttempts, 3) : 1
        }
        if let maxAttempts {
            spec.maxAttempts = maxAttempts
            spec.requeue = requeue ?? (maxAttempts > 1)
        }
        if !dependency.isEmpty {
            spec.dependencies = try flag("--dependency") { () throws(BerthError) in
                var all: [Dependency] = []
                for text in dependency { all += try Dependency.list(parsing: text) }
                return all
            }
        }
    }

    private func applyTimes(to spec: inout JobSpec) throws(BerthError) {
        let now = TimeReference.system()
        if let begin { spec.begin = try flag("--begin") { () throws(BerthError) in try Timestamp(parsing: begin, at: now) } }
        if let deadline { spec.deadline = try flag("--deadline") { () throws(BerthError) in try Timestamp(parsing: deadline, at: now) } }
        switch preemptible {
        case "true": spec.preemptible = spec.grace
        case "false": spec.preemptible = nil
        case let text?: spec.preemptible = try flag("--preemptible") { () throws(BerthError) in try Duration(parsing: text) }
        case nil: break
        }
        if let checkpointGrace {
            spec.preemptible = try flag("--checkpoint-grace") { () throws(BerthError) in try Duration(parsing: checkpointGrace) }
        }
        if let hostLabel { spec.hostLabel = try flag("--host-label") { () throws(BerthError) in try LabelName(hostLabel) } }
    }

    private func nodeNames(_ text: String, _ flagName: String) throws(BerthError) -> [NodeName] {
        try flag(flagName) { () throws(BerthError) in
            var names: [NodeName] = []
            for name in try NameRange.expand(text) { names.append(try NodeName(name)) }
            return names
        }
    }

    private func put(_ pair: String, _ flagName: String, into map: inout [String: String]) throws(BerthError) {
        guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
            throw BerthError(.usage, "\"\(pair)\" is not KEY=VALUE", field: flagName)
        }
        map[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }

    private func put(exported item: String, into map: inout [String: String], _ environment: (String) -> String?) throws(BerthError) {
        if item.contains("=") { return try put(item, "--export", into: &map) }
        guard item != "ALL" else {
            throw BerthError(
                .usage, "the environment is never captured as a whole", field: "--export", hint: "name the variables: --export PATH,LANG")
        }
        guard item != "NONE" else { return }
        guard let value = environment(item) else {
            throw BerthError(
                .usage, "there is no environment variable \"\(item)\"", field: "--export", hint: "set it with --export \(item)=value")
        }
        map[item] = value
    }

    /// A directory as an absolute path; the job may start on another host, so nothing is looked up.
    private func absolute(_ path: String) throws(BerthError) -> String {
        path.hasPrefix("/") ? path : "\(try WorkingDirectory.current())/\(path)"
    }

    /// Turns the fault of a flag's value into one of usage that names the flag.
    func flag<Value>(_ name: String, _ read: () throws(BerthError) -> Value) throws(BerthError) -> Value {
        do {
            return try read()
        } catch {
            throw BerthError(.usage, error.message, field: name, hint: error.hint, cause: error)
        }
    }
}

/// Where this process works.
enum WorkingDirectory {
    static func current() throws(BerthError) -> String {
        do {
            return try Files.resolve("/proc/self/cwd")
        } catch {
            throw BerthError(.inputOutput, "the working directory is not there any more", hint: "name one with --directory", cause: error)
        }
    }
}
