package import BerthModel

/// Jobs of Microsoft's Philly trace as one table: `timestamp,duration,num_gpus,gpu_time,cluster`, the last two not required. Other
/// columns are passed by.
///
/// The virtual cluster is the agency. A job of more GPUs than a node has becomes a gang of equal members. The table names no kind, no
/// cores and no memory.
package struct PhillyTrace: TraceSource {
    private var table: TraceTable
    private let devicesPerNode: Int
    private var tally: ImportReport
    private let arrival: Int
    private let duration: Int
    private let devices: Int
    private let cluster: Int?

    /// More devices than any job could have: what says more is no count.
    private static let devicesMax = Limits.membersMax * Limits.devicesPerGroupMax

    /// - Parameter devicesPerNode: 1…16, how jobs are cut into members.
    /// - Throws: `inputOutput`; `invalidSyntax` where the first row lacks a column.
    package init(file path: String, devicesPerNode: Int = 8) throws(BerthError) {
        try self.init(CSVRows(file: path), devicesPerNode: devicesPerNode)
    }

    package init(_ rows: CSVRows, devicesPerNode: Int = 8) throws(BerthError) {
        precondition((1...Limits.devicesPerGroupMax).contains(devicesPerNode), "nodes of \(devicesPerNode) devices")
        table = try TraceTable(rows, required: ["timestamp", "duration", "num_gpus"])
        self.devicesPerNode = devicesPerNode
        tally = ImportReport(name: table.name)
        (arrival, duration) = (table.columns.place("timestamp"), table.columns.place("duration"))
        (devices, cluster) = (table.columns.place("num_gpus"), table.columns["cluster"])
    }

    package var report: ImportReport {
        var report = tally
        (report.rows, report.endsWithinRow) = (table.read, table.endsWithinRow)
        return report
    }

    package mutating func next() throws(BerthError) -> TraceJob? {
        while let job = try table.next(job) {
            guard let duration = job.duration, duration < .zero else { return job }
            tally.count(.endBeforeStart, line: job.line, job: job.id, "its duration is \(duration.seconds) s")
        }
        return nil
    }

    private func job(_ row: CSVRow) throws(BerthError) -> TraceJob {
        let count = try row.required(devices, "num_gpus", in: 0...PhillyTrace.devicesMax)
        let shape = count == 0 ? (members: 1, each: 0) : GangShape.split(devices: count, perMember: devicesPerNode)
        guard shape.members <= Limits.membersMax else { throw row.fault("num_gpus \(count) makes \(shape.members) members") }
        var job = TraceJob(
            id: "\(row.line)", line: row.line, arrival: try row.moment(arrival, "timestamp"), members: shape.members,
            choices: shape.each == 0 ? [] : [DeviceChoice(kind: nil, count: shape.each)], duration: try row.span(duration, "duration"))
        if let cluster, !row.fields[cluster].isEmpty { job.agency = row.fields[cluster] }
        return job
    }
}
