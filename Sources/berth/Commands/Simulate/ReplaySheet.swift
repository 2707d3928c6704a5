import BerthSimulator

/// The figures of one replay, or of two side by side, and what was left out, for people.
struct ReplaySheet {
    /// Jobs listed of each finding; the page and the JSON have more.
    private static let listed = 3

    let reports: [ReplayReport]

    init(_ reports: [ReplayReport]) { self.reports = reports }

    var text: String {
        let columns = reports.map { Dictionary(uniqueKeysWithValues: $0.figures.map { ($0.key, $0) }) }
        var table = Table(
            header: ["FIGURE", "UNIT"] + (reports.count == 2 ? ["FIRST", "SECOND", "DIFFERENCE"] : ["VALUE"]),
            right: [2, 3, 4])
        for figure in reports[0].figures {
            let values = columns.map { $0[figure.key]?.value }
            guard values.contains(where: { $0 != nil }) else { continue }
            var cells = [figure.name, figure.unit] + values.map { FigureText.text($0, decimals: figure.decimals) }
            if values.count == 2 {
                let difference = values[0].flatMap { first in values[1].map { $0 - first } }
                cells.append(FigureText.text(difference, decimals: figure.decimals, signed: true).replacing("±", with: ""))
            }
            table.rows.append(cells)
        }
        return head + "\n" + table.text() + reports.enumerated().map { findings($1, of: $0) }.joined()
    }

    private var head: String {
        let first = reports[0]
        let on = "\(first.scenario) on \(first.nodes) nodes with \(first.devices) devices"
        return reports.count == 2 ? "\(on)\n  first   \(first.policy)\n  second  \(reports[1].policy)\n" : "\(on), \(first.policy)\n"
    }

    private func findings(_ report: ReplayReport, of place: Int) -> String {
        var lines: [String] = []
        // The import is the same for both.
        if place == 0 { for (name, finding) in report.findings.sorted(by: { $0.key < $1.key }) { list(name, finding, &lines) } }
        for (name, finding) in report.refusals.sorted(by: { $0.key < $1.key }) {
            list(reports.count == 2 ? "\(name) under \(report.policy)" : name, finding, &lines)
        }
        if place == 0 { lines += report.notes.map { "note: \($0)" } }
        return lines.isEmpty ? "" : "\n" + lines.map { Plain.cell($0) + "\n" }.joined()
    }

    private func list(_ name: String, _ finding: ReplayReport.Finding, _ lines: inout [String]) {
        lines.append("\(finding.count) \(name)\(finding.kept ? " (kept)" : "")")
        for place in finding.first.prefix(ReplaySheet.listed) {
            lines.append("  line \(place.line): job \(place.job)\(place.why.isEmpty ? "" : ": \(place.why)")")
        }
        if finding.count > ReplaySheet.listed { lines.append("  and \(finding.count - ReplaySheet.listed) more") }
    }
}
