import BerthModel

/// Jobs that the scheduler did not take, by the reason that it gave.
package struct ReplayRefusals: Sendable {
    package struct Tally: Sendable {
        package var count = 0
        /// The first of them.
        package var first: [ImportReport.Place] = []
    }

    /// By the code of the error.
    package private(set) var tallies: [String: Tally] = [:]

    package var count: Int { tallies.values.reduce(0) { $0 + $1.count } }

    mutating func add(_ job: TraceJob, _ error: BerthError) {
        var tally = tallies[error.code.rawValue] ?? Tally()
        tally.count += 1
        if tally.first.count < ImportReport.listedMax {
            tally.first.append(
                ImportReport.Place(
                    line: job.line, job: job.id,
                    why: error.message.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "; ")))
        }
        tallies[error.code.rawValue] = tally
    }
}
