import BerthAPI
import BerthModel

/// The columns of `berth ls`.
enum JobListing {
    static func listing(now: Timestamp) -> Listing<JobView, JobView> {
        Listing(columns: columns(now), usual: usual, name: \.id, value: { $0 }, key: "jobs")
    }

    static let usual = ["ID", "NAME", "QUEUE", "KIND", "STATE", "ACCEL", "WATTS", "TIME", "POS", "WHERE/WHY"]

    private static func columns(_ now: Timestamp) -> [Column<JobView>] {
        [
            Column("ID") { $0.array == nil ? $0.id : "\($0.id)_*" },
            Column("NAME") { job in job.array.map { "\(job.name)[\($0.indexes)]" } ?? job.name },
            Column("QUEUE") { $0.queue ?? "-" },
            Column("KIND") { $0.jobClass },
            Column("STATE", state),
            Column("ACCEL", accelerators),
            Column("WATTS", right: true) { "\($0.watts)" },
            Column("TIME", right: true) { Moment.span(from: $0.startedAt, to: $0.endedAt, now: now) },
            Column("POS", right: true) { $0.position.map(String.init) ?? "-" },
            Column("WHERE/WHY", heading: "WHERE / WHY", whereOrWhy),
            Column("AGENCY") { $0.agency },
            Column("USER") { $0.user },
            Column("CPUS", right: true) { $0.cpus },
            Column("MEMORY", right: true) { "\(Bytes(max(0, $0.memoryBytes)))" },
            Column("LIMIT", right: true) { $0.timeLimitSeconds.map { Duration.seconds($0).short } ?? "-" },
            Column("PRIORITY", right: true) { "\($0.priority)" },
            Column("ATTEMPT", right: true) { "\($0.attempt)" },
            Column("NODES", right: true) { "\(Set($0.nodes.map(\.name)).count)" },
            Column("EXIT", right: true) { $0.exitCode.map(String.init) ?? "-" },
            Column("SUBMITTED") { Moment.plain($0.submittedAt) },
            Column("START") { Moment.plain($0.startedAt) },
            Column("END") { Moment.plain($0.endedAt) },
            Column("WHERE") { nodes($0) ?? "-" },
            Column("WHY") { $0.reason ?? "-" },
            Column("DIRECTORY") { $0.directory ?? "-" },
            Column("COMMAND") { $0.command?.joined(separator: " ") ?? "-" },
        ]
    }

    private static func state(_ job: JobView) -> String {
        if let array = job.array, JobState(rawValue: job.state)?.isFinal == false { return "\(array.active)/\(array.tasks) \(job.state)" }
        if job.jobClass == JobClass.service.rawValue, let ready = job.membersReady { return "\(job.state) \(ready)/\(job.members)" }
        return job.state
    }

    /// All devices of the job: `16 h200`; `16 h200 | 32 trn2` while it may become either.
    static func accelerators(_ job: JobView) -> String {
        let held = Dictionary(grouping: job.nodes.filter { $0.kind != nil && !$0.devices.isEmpty }) { node in
            // Where an instance begins is of its own, not of the job.
            (node.kind ?? "") + (node.part.map { ":\($0.prefix { $0 != "@" })" } ?? "")
        }
        var text: String
        if !held.isEmpty {
            text = held.sorted { $0.key < $1.key }.map { kind, nodes in "\(nodes.reduce(0) { $0 + $1.devices.count }) \(kind)" }.joined(
                separator: " + ")
        } else if let asked = job.accelerators, let requests = try? AcceleratorRequest.alternatives(parsing: asked) {
            text = requests.map { request in
                "\(request.count * max(1, job.members)) \(request.kind)" + (request.partition.map { ":\($0)" } ?? "")
            }.joined(separator: " | ")
        } else {
            text = job.accelerators ?? "-"
        }
        if job.modelled { text = text == "-" ? "modelled" : "\(text) modelled" }
        return text
    }

    static func nodes(_ job: JobView) -> String? {
        let names = Set(job.nodes.map(\.name))
        return names.isEmpty ? nil : NameRange.compress(Array(names))
    }

    private static func whereOrWhy(_ job: JobView) -> String {
        let state = JobState(rawValue: job.state)
        let place = state?.isActive == true || job.array != nil ? nodes(job) : nil
        let why = job.reason.map { code in job.reasonMessage.map { "\(code): \($0)" } ?? code }
        if state?.isFinal == true {
            let code = job.exitCode.flatMap { $0 == 0 ? nil : "exit \($0)" }
            return [code, why, nodes(job)].compactMap { $0 }.joined(separator: ", ")
        }
        // An array may run and wait at once.
        let rest = state?.isActive == true ? (job.array == nil ? nil : job.reason) : why
        return [place, rest].compactMap { $0 }.joined(separator: ", ")
    }

    /// One row an array: its own row, or one made of those of its tasks that are there.
    static func foldingArrays(_ jobs: [JobView]) -> [JobView] {
        let whole = Set(jobs.filter { $0.array != nil }.map(\.id))
        var tasks: [String: [JobView]] = [:]
        var rows: [JobView] = []
        for job in jobs {
            guard let end = job.id.firstIndex(of: "_") else {
                rows.append(job)
                continue
            }
            let array = String(job.id[..<end])
            guard !whole.contains(array) else { continue }
            if tasks[array] == nil { rows.append(job) }
            tasks[array, default: []].append(job)
        }
        return rows.map { row in row.id.firstIndex(of: "_").flatMap { tasks[String(row.id[..<$0])] }.map(folded) ?? row }
    }

    private static func folded(_ tasks: [JobView]) -> JobView {
        var row = tasks[0]
        let states = tasks.compactMap { JobState(rawValue: $0.state) }
        let numbers = tasks.compactMap { JobID($0.id)?.task }.sorted()
        let isOneRun = numbers.count > 1 && numbers.last.map { $0 - numbers[0] + 1 == numbers.count } == true
        row.id = String(row.id.prefix { $0 != "_" })
        row.array = ArrayView(
            indexes: isOneRun ? "\(numbers[0])-\(numbers[numbers.count - 1])" : numbers.map(String.init).joined(separator: ","),
            tasks: tasks.count,
            pending: states.filter { !$0.isActive && !$0.isFinal }.count, active: states.filter(\.isActive).count,
            succeeded: states.filter { $0 == .succeeded }.count, failed: states.filter { $0.isFinal && $0 != .succeeded }.count)
        row.nodes = tasks.flatMap(\.nodes)
        row.watts = tasks.reduce(0) { $0 + ($1.nodes.isEmpty ? 0 : $1.watts) }
        if let open = tasks.first(where: { JobState(rawValue: $0.state)?.isFinal == false }) {
            row.state = tasks.contains { JobState(rawValue: $0.state)?.isActive == true } ? JobState.running.rawValue : open.state
            let waiting = tasks.first { JobState(rawValue: $0.state).map { !$0.isActive && !$0.isFinal } ?? false }
            (row.reason, row.reasonMessage, row.endedAt, row.exitCode) = (waiting?.reason, waiting?.reasonMessage, nil, nil)
        }
        return row
    }
}
