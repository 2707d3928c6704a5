import BerthModel

/// The `#SBATCH` lines of a script in berth's own flags, and what of them could not be honoured.
struct SlurmScript {
    private(set) var findings: [SlurmFinding] = []
    /// By long name: the last one counts, as in sbatch.
    private var values: [String: (value: String, line: Int, text: String)] = [:]
    private(set) var words: [String] = []

    /// - Throws: `BerthError` with code `usage` for an open quote.
    init(_ script: String, path: String) throws(BerthError) {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            guard text.isEmpty || text.hasPrefix("#") else { break }
            guard text.hasPrefix("#SBATCH"), let after = text.dropFirst(7).first, after == " " || after == "\t" else { continue }
            guard let split = ShellWords.split(text.dropFirst(7)) else {
                throw BerthError(.usage, "a quote is not closed", field: "\(path):\(index + 1)")
            }
            take(split, line: index + 1)
        }
        for (index, line) in lines.enumerated() where line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("srun ") {
            note(index + 1, "srun", "the script runs once for each member; start the program itself")
        }
        translate()
        findings.sort { $0.line < $1.line }
    }

    private mutating func note(_ line: Int, _ text: String, _ why: String) {
        findings.append(SlurmFinding(line: line, text: text, why: why))
    }

    /// `--name=value`, `--name value`, `-N 2` and `-N2`.
    private mutating func take(_ words: [String], line: Int) {
        var rest = words[...]
        while let word = rest.popFirst() {
            var (name, value): (String, String?) = ("", nil)
            if word.hasPrefix("--") {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                (name, value) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
            } else if word.hasPrefix("-"), let letter = word.dropFirst().first {
                let joined = word.dropFirst(2)
                (name, value) = (String(letter), joined.isEmpty ? nil : String(joined.hasPrefix("=") ? joined.dropFirst() : joined))
            } else {
                note(line, word, "it is no option")
                continue
            }
            name = SlurmOption.longNames[name] ?? name
            var text = word
            if value == nil, !SlurmOption.flags.contains(name), !SlurmOption.optionalValues.contains(name), let next = rest.first,
                !next.hasPrefix("-")
            {
                value = rest.popFirst()
                text += " \(value ?? "")"
            }
            values[name] = (value ?? "", line, text)
        }
    }

    /// Takes an option out, so that what is left at the end was not understood.
    private mutating func pop(_ name: String) -> (value: String, line: Int, text: String)? { values.removeValue(forKey: name) }

    private mutating func translate() {
        for (name, flag) in [
            ("job-name", "--name"), ("account", "--agency"), ("array", "--array"), ("begin", "--begin"), ("deadline", "--deadline"),
            ("exclude", "--exclude"), ("nodelist", "--nodelist"), ("chdir", "--directory"), ("signal", "--signal"),
        ] {
            if let option = pop(name) { words += [flag, option.value] }
        }
        for name in ["hold", "requeue", "no-requeue"] where pop(name) != nil { words.append("--\(name)") }
        // What changes nothing of the job itself.
        for name in ["quiet", "verbose", "parsable", "ignore-pbs", "wait", "test-only"] { _ = pop(name) }
        translateQueue()
        translateSize()
        translateTime()
        translateFiles()
        translateDependency()
        translateExport()
        for (name, option) in values { note(option.line, option.text, SlurmOption.reasons[name] ?? "berth has nothing of the kind") }
        values = [:]
    }

    private mutating func translateQueue() {
        let (partition, qos) = (pop("partition"), pop("qos"))
        guard let queue = partition ?? qos else { return }
        guard !queue.value.contains(",") else { return note(queue.line, queue.text, "a job is in one queue") }
        words += ["--queue", queue.value]
        if partition != nil, let qos { note(qos.line, qos.text, "a job is in one queue, and the partition names it") }
    }

    private mutating func translateTime() {
        guard let time = pop("time") else { return }
        guard !["UNLIMITED", "INFINITE"].contains(time.value.uppercased()) else { return }
        words += ["--time", Int(time.value) == nil ? time.value : "\(time.value)m"]
    }

    private mutating func translateFiles() {
        if let mode = pop("open-mode"), mode.value != "append" { note(mode.line, mode.text, "output is always appended") }
        for name in ["output", "error"] {
            guard let file = pop(name) else { continue }
            var (path, unknown) = ("", "")
            var isAfterPercent = false
            for character in file.value {
                if isAfterPercent {
                    isAfterPercent = false
                    switch character {
                    // The job's number is the same for all tasks of an array here.
                    case "j", "A", "J": path += "%j"
                    case "a", "N": path += "%\(character)"
                    case "n", "t": path += "%m"
                    case "x": path += "%x"
                    case "%": path += "%%"
                    default:
                        unknown.append(character)
                        path.append(character)
                    }
                } else if character == "%" {
                    isAfterPercent = true
                } else {
                    path.append(character)
                }
            }
            if path.contains("%x") {
                let job = words.firstIndex(of: "--name").map { words[$0 + 1] } ?? "job"
                path = path.replacing("%x", with: job)
            }
            if !unknown.isEmpty { note(file.line, file.text, "\(unknown.map { "%\($0)" }.joined(separator: " ")) stands for nothing here") }
            words += ["--\(name)", path]
        }
    }

    private mutating func translateDependency() {
        guard let dependency = pop("dependency") else { return }
        var kept: [String] = []
        for part in dependency.value.split(separator: ",").map(String.init) {
            if (try? Dependency.list(parsing: part)) != nil {
                kept.append(part)
            } else {
                note(dependency.line, dependency.text, "\"\(part)\" is none of after, afterok, afternotok and afterany")
            }
        }
        if !kept.isEmpty { words += ["--dependency", kept.joined(separator: ",")] }
    }

    private mutating func translateExport() {
        guard let export = pop("export") else { return }
        for item in export.value.split(separator: ",").map(String.init) {
            switch item {
            case "NONE", "NIL": continue
            case "ALL": note(export.line, export.text, "the environment is never captured as a whole; name the variables")
            default: words += ["--export", item]
            }
        }
    }
}

extension SlurmScript {
    /// Nodes, tasks, cores, devices and memory: they hang together.
    private mutating func translateSize() {
        let nodes = translateNodes()
        let tasks = translateTasks(nodes)
        let gpus = translateDevices(nodes)
        var cores = pop("cpus-per-task").flatMap { Int($0.value) }
        if let perGPU = pop("cpus-per-gpu") {
            if let count = Int(perGPU.value), let gpus, cores == nil {
                cores = count * gpus
            } else {
                note(perGPU.line, perGPU.text, "it needs a number of devices for each node")
            }
        }
        let all = (cores ?? 1) * tasks
        if all != 1 || cores != nil { words += ["--cpus", "\(all)"] }
        translateMemory(cores: all, gpus: gpus)
    }

    /// - Returns: members.
    private mutating func translateNodes() -> Int {
        guard let nodes = pop("nodes") else { return 1 }
        let least = nodes.value.prefix { $0.isNumber }
        guard let count = Int(least), count > 0 else {
            note(nodes.line, nodes.text, "it is no number of nodes")
            return 1
        }
        if nodes.value.count > least.count, nodes.value != "\(count)-\(count)" {
            note(nodes.line, nodes.text, "a gang has one size: \(count) is taken")
        }
        if count > 1 { words += ["--nodes", "\(count)"] }
        return count
    }

    /// - Returns: tasks of each member, whose cores its script gets.
    private mutating func translateTasks(_ nodes: Int) -> Int {
        let perNode = pop("ntasks-per-node")
        guard let all = pop("ntasks") else { return perNode.flatMap { Int($0.value) } ?? 1 }
        guard let count = Int(all.value), count > 0 else {
            note(all.line, all.text, "it is no number of tasks")
            return 1
        }
        if let perNode = perNode.flatMap({ Int($0.value) }) { return perNode }
        guard count.isMultiple(of: nodes) else {
            note(
                all.line, all.text,
                "\(count) tasks cannot be shared evenly by \(nodes) nodes: cores for \((count + nodes - 1) / nodes) are asked for")
            return (count + nodes - 1) / nodes
        }
        return count / nodes
    }

    /// - Returns: devices of each member.
    private mutating func translateDevices(_ nodes: Int) -> Int? {
        let perNode = ["gpus-per-node", "gres"].compactMap { pop($0) }
        if let total = pop("gpus") {
            guard let (kind, count) = SlurmScript.devices(total.value) else {
                note(total.line, total.text, "it names no kind of device: write --accel KIND:COUNT")
                return nil
            }
            words += ["--accel-total", "\(kind):\(count)"]
            return count / nodes
        }
        guard let option = perNode.first else { return nil }
        let parts = option.value.split(separator: ",")
        let gpus = parts.first { $0.hasPrefix("gpu") || !option.text.contains("gres") } ?? parts.first ?? ""
        for other in parts where other != gpus { note(option.line, option.text, "\"\(other)\" is not managed") }
        guard let (kind, count) = SlurmScript.devices(String(gpus)) else {
            note(option.line, option.text, "it names no kind of device: write --accel KIND:COUNT")
            return nil
        }
        words += ["--accel", "\(kind):\(count)"]
        return count
    }

    /// `gpu:h200:8`, `h200:8`, `gpu:h200`; nil without a kind.
    private static func devices(_ text: String) -> (kind: String, count: Int)? {
        var parts = text.split(separator: ":").map(String.init)[...]
        if parts.first == "gpu" { parts = parts.dropFirst() }
        guard let kind = parts.first, Int(kind) == nil, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (kind, 1) }
        return Int(parts[parts.startIndex + 1].prefix { $0.isNumber }).map { (kind, $0) }
    }

    private mutating func translateMemory(cores: Int, gpus: Int?) {
        for (name, times) in [("mem", 1), ("mem-per-cpu", cores), ("mem-per-gpu", gpus ?? 0)] {
            guard let memory = pop(name) else { continue }
            guard let mebibytes = SlurmScript.mebibytes(memory.value), mebibytes > 0, times > 0 else {
                note(memory.line, memory.text, times > 0 ? "all of a node's memory cannot be asked for" : "it needs a number of devices")
                continue
            }
            let (product, overflow) = mebibytes.multipliedReportingOverflow(by: times)
            guard !overflow else {
                note(memory.line, memory.text, "it is more than any node has")
                continue
            }
            words += ["--mem", "\(product)MiB"]
        }
    }

    /// Slurm's sizes: a bare number is mebibytes.
    private static func mebibytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber }
        guard let number = Int(digits) else { return nil }
        switch text.dropFirst(digits.count).uppercased() {
        case "", "M", "MB": return number
        case "K", "KB": return (number + 1023) / 1024
        case "G", "GB": return number.multipliedReportingOverflow(by: 1024).overflow ? nil : number * 1024
        case "T", "TB": return number.multipliedReportingOverflow(by: 1 << 20).overflow ? nil : number << 20
        default: return nil
        }
    }
}
