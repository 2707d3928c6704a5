import BerthModel

/// What an import read, what it left out, and why: nothing is dropped in silence.
package struct ImportReport: Hashable, Sendable {
    /// One job that is listed.
    package struct Place: Hashable, Sendable {
        /// Of the trace's file.
        package var line: Int
        package var job: String
        package var why: String
    }

    /// How many there are of one finding, and the first of them.
    package struct Tally: Hashable, Sendable {
        package var count = 0
        package var first: [Place] = []
    }

    /// Of each finding, jobs listed by line: enough to look into, and bounded memory whatever the file.
    package static let listedMax = 1000

    /// The file, or what it was called.
    package var name: String
    /// Rows read, without the header and empty lines.
    package var rows = 0
    package private(set) var tallies: [ImportFinding: Tally] = [:]
    /// Rows that stand behind one with a later arrival.
    package var outOfOrder = 0
    /// The farthest that one of those arrived before one above it.
    package var farthestBack = Duration.zero
    /// The file has no line end after its last row, which may have lost its tail.
    package var endsWithinRow = false

    package init(name: String) { self.name = name }

    package subscript(finding: ImportFinding) -> Tally { tallies[finding] ?? Tally() }

    package mutating func count(_ finding: ImportFinding, line: Int, job: String, _ why: @autoclosure () -> String = "") {
        var tally = tallies.removeValue(forKey: finding) ?? Tally()
        tally.count += 1
        if tally.first.count < ImportReport.listedMax { tally.first.append(Place(line: line, job: job, why: why())) }
        tallies[finding] = tally
    }

    /// Takes over what another stage of the same import counted.
    package mutating func add(_ other: ImportReport) {
        for (finding, tally) in other.tallies {
            var sum = tallies[finding] ?? Tally()
            sum.count += tally.count
            sum.first += tally.first.prefix(ImportReport.listedMax - min(sum.first.count, ImportReport.listedMax))
            tallies[finding] = sum
        }
    }

    /// Rows or jobs that were left out.
    package var leftOut: Int { tallies.reduce(0) { $0 + ($1.key.isKept ? 0 : $1.value.count) } }
}
