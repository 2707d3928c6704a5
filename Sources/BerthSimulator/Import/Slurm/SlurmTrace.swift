package import BerthModel

/// Jobs of Slurm's accounting: the output of `TZ=UTC sacct -P --allusers --format=JobID,Submit,Eligible,Start,End,Elapsed,State,AllocTRES,
/// ReqTRES,NNodes,Account,User,Priority`, with its header. Columns may come in any order; JobID, Submit and State are required.
///
/// Steps are passed by. A task of an array is a job; tasks that wait in one row are one job each. A job arrives when it became eligible
/// (its dependencies met, its begin time come), which is not before it was submitted. `sacct` writes
/// local times without a zone; they are read as UTC.
/// Its CPUs are hardware threads where the cluster counts those.
package struct SlurmTrace: TraceSource {
    private var table: TraceTable
    private var places: [SlurmColumn: Int] = [:]
    /// The column that takes surplus fields, where there is exactly one of that sort.
    private let freePlace: Int?
    private let devicesPerNode: Int
    private let kindNames: [String: KindName]
    private var tally: ImportReport
    /// Tasks of a row that stands for several, the next one last.
    private var tasks: [Int] = []
    private var array: TraceJob?

    /// - Parameters:
    ///   - devicesPerNode: 1…16: how a job is cut that has no number of nodes.
    ///   - kindNames: kinds of Slurm's types of devices that are called otherwise here.
    /// - Throws: `inputOutput`; `invalidSyntax` where the header lacks a column.
    package init(file path: String, devicesPerNode: Int = 8, kindNames: [String: KindName] = [:]) throws(BerthError) {
        try self.init(CSVRows(file: path, separator: "|"), devicesPerNode: devicesPerNode, kindNames: kindNames)
    }

    package init(_ rows: CSVRows, devicesPerNode: Int = 8, kindNames: [String: KindName] = [:]) throws(BerthError) {
        precondition((1...Limits.devicesPerGroupMax).contains(devicesPerNode), "nodes of \(devicesPerNode) devices")
        table = try TraceTable(rows, required: SlurmColumn.required)
        for column in SlurmColumn.allCases { places[column] = table.columns[column.rawValue] }
        let columns = table.columns
        let free = SlurmColumn.free.compactMap { columns[$0] }
        freePlace = free.count == 1 ? free[0] : nil
        self.devicesPerNode = devicesPerNode
        self.kindNames = kindNames
        tally = ImportReport(name: table.name)
    }

    package var report: ImportReport {
        var report = tally
        (report.rows, report.endsWithinRow) = (table.read, table.endsWithinRow)
        return report
    }

    package mutating func next() throws(BerthError) -> TraceJob? {
        while true {
            if let task = tasks.popLast(), var job = array {
                job.id += "_\(task)"
                return job
            }
            guard var row = try table.nextRaw() else { return nil }
            do {
                if let freePlace { row = row.joiningSurplus(of: table.columns.count, into: freePlace, separator: "|") }
                try row.require(table.columns.count)
                if let job = try job(row) { return job }
            } catch {
                throw table.explaining(error)
            }
        }
    }

    /// The text of a column; nil where the table has none, or where it is empty or says that nothing is known.
    private func text(_ column: SlurmColumn, _ row: CSVRow) -> String? {
        guard let place = places[column] else { return nil }
        let text = row.fields[place]
        return ["", "None", "Unknown", "N/A", "None assigned"].contains(text) ? nil : text
    }

    private func moment(_ column: SlurmColumn, _ row: CSVRow) throws(BerthError) -> Timestamp? {
        guard let text = text(column, row) else { return nil }
        if let moment = TraceTime.moment(text) { return moment }
        // SLURM_TIME_FORMAT=%s
        guard let seconds = Int64(text), (0..<100_000_000_000).contains(seconds) else {
            throw row.fault("\(column.rawValue) \"\(text.prefix(40))\" is not a time like 2024-03-01T12:00:00")
        }
        return Timestamp(milliseconds: seconds * 1000)
    }

    private func number(_ columns: [SlurmColumn], _ row: CSVRow) throws(BerthError) -> Int? {
        for column in columns {
            guard let place = places[column] else { continue }
            return try row.integer(place, column.rawValue, in: 0...1_000_000_000)
        }
        return nil
    }

    /// Nil where the row was counted and left out, or where it has become `tasks`.
    private mutating func job(_ row: CSVRow) throws(BerthError) -> TraceJob? {
        let idText = text(.job, row) ?? ""
        guard let id = SlurmJobID(idText) else {
            throw row.fault(
                "JobID \"\(idText.prefix(60))\" is not understood", hint: idText.contains("...") ? "set SLURM_BITSTR_LEN=0" : nil)
        }
        if id.isStep {
            tally.count(.step, line: row.line, job: idText)
            return nil
        }
        let stateText = text(.state, row) ?? ""
        guard let state = SlurmState(stateText) else { throw row.fault("State \"\(stateText.prefix(40))\" is not a state of Slurm") }
        if state == .again {
            tally.count(.requeued, line: row.line, job: idText, stateText)
            return nil
        }
        guard let submit = try moment(.submit, row) else { throw row.fault("Submit is empty") }
        let arrival = max(submit, try moment(.eligible, row) ?? submit)
        var duration: Duration?
        if state == .over {
            duration = try ran(row, id: idText, isCancelled: stateText.hasPrefix("CANCELLED"))
            if duration == nil { return nil }
        }
        guard let shape = try shape(row, id: idText) else { return nil }
        var job = TraceJob(
            id: id.text, line: row.line, arrival: arrival, members: shape.members, choices: shape.choices, duration: duration)
        (job.cores, job.memory) = (shape.cores, shape.memory)
        (job.agency, job.user) = (text(.account, row), text(.user, row))
        job.priority = try number([.priority], row) ?? 0
        if id.isComponent { tally.count(.component, line: row.line, job: idText) }
        if state == .open { tally.count(.unfinished, line: row.line, job: idText, stateText) }
        guard let spec = id.tasks else { return job }
        (array, tasks) = (job, spec.indexes.reversed())
        return nil
    }

    /// How long a job ran that is over; nil where it was counted and left out.
    private mutating func ran(_ row: CSVRow, id: String, isCancelled: Bool) throws(BerthError) -> Duration? {
        let (start, end) = (try moment(.start, row), try moment(.end, row))
        if let start, let end, end < start {
            tally.count(.endBeforeStart, line: row.line, job: id, "it ended \((start - end).short) before its start")
            return nil
        }
        // Slurm gives a job that was cancelled while it waited an End and no Start, or one and the same for both.
        if places[.start] != nil, start == nil || isCancelled && start == end {
            tally.count(.neverRan, line: row.line, job: id)
            return nil
        }
        if let seconds = try number([.elapsedSeconds], row) { return .seconds(seconds) }
        if let text = text(.elapsed, row) {
            guard let elapsed = try? Duration(parsing: text) else {
                throw row.fault("Elapsed \"\(text.prefix(40))\" is not a time like 1-02:03:04")
            }
            return elapsed
        }
        guard let start, let end else {
            throw row.fault("nothing says how long the job ran", hint: "have sacct print Elapsed, or Start and End")
        }
        return end - start
    }

    private struct Shape {
        var members: Int
        var choices: [DeviceChoice]
        var cores: CoreShare?
        var memory: Bytes?
    }

    /// What each member has; nil where the job was counted and left out.
    private mutating func shape(_ row: CSVRow, id: String) throws(BerthError) -> Shape? {
        var found = SlurmResources()
        if let text = text(.allocated, row) ?? text(.requested, row) {
            guard let resources = SlurmResources(text) else { throw row.fault("the resources \"\(text.prefix(80))\" are not understood") }
            found = resources
        }
        if found.hasShares {
            tally.count(.partOfDevice, line: row.line, job: id)
            return nil
        }
        if found.types.count > 1 {
            tally.count(.severalKinds, line: row.line, job: id, found.types.map { "\($0.count) \($0.name)" }.joined(separator: ", "))
            return nil
        }
        var nodes = found.nodes
        if nodes == nil { nodes = try number([.nodesAllocated, .nodes], row) }
        let nodesMin = max(1, nodes ?? 1)
        let (members, each) =
            found.devices == 0
            ? (nodesMin, 0)
            : GangShape.split(devices: found.devices, perMember: nodes == nil ? devicesPerNode : found.devices, membersMin: nodesMin)
        guard members <= Limits.membersMax else {
            throw row.fault("\(found.devices) devices on \(nodesMin) nodes make no job")
        }
        if each > 0, nodes != nil, members != nodesMin {
            tally.count(.uneven, line: row.line, job: id, "\(found.devices) devices on \(nodesMin) nodes")
        }
        var choices: [DeviceChoice] = []
        if each > 0 { choices = [DeviceChoice(kind: try kind(found.types.first?.name, row), count: each)] }
        var cpus = found.cpus
        if cpus == nil { cpus = try number([.cpusAllocated, .cpus], row) }
        return Shape(
            members: members, choices: choices, cores: cpus.map { .cores(($0 + members - 1) / members) },
            memory: found.memory.map { Bytes(($0.count + Int64(members) - 1) / Int64(members)) })
    }

    private func kind(_ type: String?, _ row: CSVRow) throws(BerthError) -> KindName? {
        guard let type else { return nil }
        if let kind = kindNames[type] { return kind }
        do { return try KindName(type) } catch { throw row.fault(error.message, code: error.code, hint: error.hint) }
    }
}

extension CSVRow {
    /// The row with surplus fields joined again into the one that they were part of.
    fileprivate func joiningSurplus(of count: Int, into place: Int, separator: String) -> CSVRow {
        let surplus = fields.count - count
        guard surplus > 0 else { return self }
        let joined = fields[place...(place + surplus)].joined(separator: separator)
        return CSVRow(file: file, line: line, fields: fields[..<place] + [joined] + fields[(place + surplus + 1)...])
    }

    private init(file: String, line: Int, fields: ArraySlice<String>) {
        self.file = file
        self.line = line
        self.fields = Array(fields)
    }
}
