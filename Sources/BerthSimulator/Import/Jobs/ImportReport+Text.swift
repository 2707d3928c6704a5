import BerthModel

extension ImportReport {
    /// What was found, in one line: `3 larger than the cluster, 1 never ran`.
    package var summary: String {
        ImportFinding.allCases.filter { self[$0].count > 0 }.map { "\(self[$0].count) \($0.rawValue)" }.joined(separator: ", ")
    }

    /// For people: one line for each count, and beneath it up to `listed` of its jobs.
    package func text(listed: Int) -> String {
        var lines = ["\(name): \(rows) rows read, \(leftOut) left out"]
        for finding in ImportFinding.allCases {
            let tally = self[finding]
            guard tally.count > 0 else { continue }
            lines.append("  \(tally.count) \(finding.rawValue)\(finding.isKept ? " (kept)" : "")")
            for place in tally.first.prefix(listed) {
                lines.append("    line \(place.line): job \(place.job)\(place.why.isEmpty ? "" : ": \(place.why)")")
            }
            let rest = tally.count - min(listed, tally.first.count)
            if listed > 0, rest > 0 { lines.append("    and \(rest) more") }
        }
        if outOfOrder > 0 { lines.append("  \(outOfOrder) out of order, by up to \(farthestBack.short): sorted by arrival") }
        if endsWithinRow { lines.append("  the last row has no line end: if the file was cut there, it may miss digits") }
        return lines.joined(separator: "\n")
    }
}
