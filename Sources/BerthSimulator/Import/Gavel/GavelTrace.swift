package import BerthModel

/// Jobs of a Gavel trace, tab separated and without a header: job type, command, (working directory,) name of the steps' argument, needs a
/// data directory, total steps, arrival in seconds, number of accelerators; or the ten columns of later versions, with
/// priority weight and SLO and the arrival last.
///
/// How long a job runs depends on the kind: total steps over the measured throughput. Kinds on which it does not run are left out of its
/// choices. A job type or a number of accelerators that was not measured is counted as an unknown model and left out,
/// unless the caller takes the figure of fewer accelerators for it.
package struct GavelTrace: TraceSource {
    private var rows: CSVRows
    private let throughputs: GavelThroughputs
    private let kinds: [KindName]
    private let devicesPerNode: Int
    private let takesFewer: Bool
    private let roundsDown: Bool
    private var tally: ImportReport
    private var read = 0
    /// Fields of the first row, and so of all: a row of the long form that was cut could else pass for one of the short.
    private var columns: Int?

    /// - Parameters:
    ///   - kinds: those that jobs may use, in order of preference; nil: all that were measured.
    ///   - devicesPerNode: 1…16, how jobs are cut into members. A job of several members has the throughput of one that is spread.
    ///   - takesFewer: a job with a number of accelerators that was not measured runs as fast as with the largest measured number
    ///     below it, and is counted. That is the least it can do: the devices beyond bring nothing.
    ///   - roundsDown: such a job is given no more than that largest measured number, and is counted.
    /// - Throws: `inputOutput`; `noSuchKind` for a kind that was not measured.
    package init(
        file path: String, throughputs: GavelThroughputs, kinds: [KindName]? = nil, devicesPerNode: Int = 4, takesFewer: Bool = false,
        roundsDown: Bool = false
    ) throws(BerthError) {
        try self.init(
            CSVRows(file: path, separator: "\t"), throughputs: throughputs, kinds: kinds, devicesPerNode: devicesPerNode,
            takesFewer: takesFewer, roundsDown: roundsDown)
    }

    package init(
        _ rows: CSVRows, throughputs: GavelThroughputs, kinds: [KindName]? = nil, devicesPerNode: Int = 4, takesFewer: Bool = false,
        roundsDown: Bool = false
    ) throws(BerthError) {
        precondition((1...Limits.devicesPerGroupMax).contains(devicesPerNode), "nodes of \(devicesPerNode) devices")
        for kind in kinds ?? [] where !throughputs.kinds.contains(kind) {
            throw BerthError(
                .noSuchKind, "the table of throughputs has no kind \"\(kind)\"",
                hint: "it has \(throughputs.kinds.map(\.text).joined(separator: ", "))")
        }
        self.rows = rows
        self.throughputs = throughputs
        self.kinds = kinds ?? throughputs.kinds
        self.devicesPerNode = devicesPerNode
        self.takesFewer = takesFewer
        self.roundsDown = roundsDown
        tally = ImportReport(name: rows.name)
    }

    package var report: ImportReport {
        var report = tally
        (report.rows, report.endsWithinRow) = (read, rows.endsWithinRow)
        return report
    }

    package mutating func next() throws(BerthError) -> TraceJob? {
        while let row = try rows.next() {
            read += 1
            do {
                if let job = try job(row) { return job }
            } catch {
                throw rows.explaining(error)
            }
        }
        return nil
    }

    /// Where the columns of a row stand that are read.
    private struct Places {
        var steps: Int
        var arrival: Int
        var scale: Int
        var priority: Int?

        /// - Parameter count: fields of the row.
        init?(_ count: Int) {
            switch count {
            case 7, 8: (steps, arrival, scale, priority) = (count - 3, count - 2, count - 1, nil)
            case 10: (steps, arrival, scale, priority) = (5, 9, 6, 7)
            default: return nil
            }
        }
    }

    /// Nil where it was counted and left out.
    private mutating func job(_ row: CSVRow) throws(BerthError) -> TraceJob? {
        guard let places = Places(row.fields.count) else {
            throw row.fault("the row has \(row.fields.count) fields; a job has 7, 8 or 10, separated by tabs")
        }
        if let columns { try row.require(columns) }
        columns = row.fields.count
        let steps = try row.required(places.steps, "total steps", in: 0...1_000_000_000_000)
        let asked = GavelThroughputs.Model(
            type: row.fields[0], scale: try row.required(places.scale, "number of accelerators", in: 1...Limits.membersMax))
        let isMeasured = throughputs.knows(asked)
        // The kinds need not agree on the largest: what one of them has is enough.
        let fewer = kinds.compactMap { throughputs.measuredBelow(asked, on: $0) }.max { $0.scale < $1.scale }
        let model = isMeasured || !roundsDown ? asked : fewer ?? asked
        let arrival = try row.span(places.arrival, "arrival")
        guard arrival >= .zero else { throw row.fault("arrival \(arrival.seconds) s is before the trace begins") }
        let (members, each) = GangShape.split(devices: model.scale, perMember: devicesPerNode)
        var choices: [DeviceChoice] = []
        for kind in kinds {
            let figured = isMeasured || !takesFewer ? model : throughputs.measuredBelow(model, on: kind) ?? model
            guard let rate = throughputs.stepsPerSecond(figured, on: kind, isSpread: members > 1) else { continue }
            let seconds = Double(steps) / rate
            guard seconds * 1000 <= Double(Limits.durationMaxMilliseconds) else { continue }
            choices.append(DeviceChoice(kind: kind, count: each, duration: .milliseconds(Int64((seconds * 1000).rounded()))))
        }
        guard !choices.isEmpty else {
            let why = why(model)
            tally.count(.unknownModel, line: row.line, job: "\(row.line)", why)
            return nil
        }
        if !isMeasured {
            tally.count(
                .estimated, line: row.line, job: "\(row.line)",
                "\"\(model.type)\" with \(asked.scale) accelerators\(roundsDown ? ", given \(model.scale)" : "")")
        }
        var job = TraceJob(
            id: "\(row.line)", line: row.line, arrival: Timestamp(milliseconds: 0) + arrival, members: members, choices: choices,
            duration: nil)
        job.workload = "\(model.type) x\(model.scale)"
        if let place = places.priority {
            guard let weight = Double(row.fields[place]), weight.isFinite, abs(weight) <= 1e9 else {
                throw row.fault("priority weight \"\(row.fields[place].prefix(40))\" is not a number")
            }
            job.priority = Int((weight * 1000).rounded())
        }
        return job
    }

    private func why(_ model: GavelThroughputs.Model) -> String {
        let asked = "\"\(model.type)\" with \(model.scale) accelerator\(model.scale == 1 ? "" : "s")"
        return throughputs.knows(model)
            ? "\(asked) runs on none of \(kinds.map(\.text).joined(separator: ", ")), or for more than ten years"
            : "\(asked) was not measured"
    }
}
