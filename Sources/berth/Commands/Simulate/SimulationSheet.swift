import BerthSimulator

/// The figures of one run, or of two side by side, and what was left out, for people.
struct SimulationSheet<Report: SimulationFigures> {
    /// Listed of each finding; the page and the JSON have more.
    private static var listed: Int { 3 }

    let reports: [Report]

    init(_ reports: [Report]) { self.reports = reports }

    var text: String {
        let columns = reports.map { Dictionary(uniqueKeysWithValues: $0.figures.map { ($0.key, $0) }) }
        var table = Table(
            header: ["FIGURE", "UNIT"] + (reports.count == 2 ? ["FIRST", "SECOND", "DIFFERENCE"] : ["VALUE"]), right: [2, 3, 4])
        for figure in reports[0].figures {
            let values = columns.map { $0[figure.key]?.value }
            guard values.contains(where: { $0 != nil }) else { continue }
            var cells = [figure.name, figure.unit] + values.map { FigureText.text($0, decimals: figure.decimals) }
            if values.count == 2 {
                let difference = values[0].flatMap { first in values[1].map { $0 - first } }
                cells.append(FigureText.text(difference, decimals: figure.decimals, isSigned: true))
            }
            table.rows.append(cells)
        }
        return head + "\n" + table.text() + remarks
    }

    private var head: String {
        let setting = Plain.cell(reports[0].setting)
        guard reports.count == 2 else { return "\(setting)\n\(Plain.cell(reports[0].title))\n" }
        return "\(setting)\n  first   \(Plain.cell(reports[0].title))\n  second  \(Plain.cell(reports[1].title))\n"
    }

    /// What both runs share is told once.
    private var remarks: String {
        var lines: [String] = []
        var told: Set<String> = []
        for report in reports {
            for finding in report.findings {
                var part = ["\(finding.count) \(finding.name)"] + finding.first.prefix(Self.listed).map { "  \($0)" }
                if finding.count > Self.listed { part.append("  and \(finding.count - Self.listed) more") }
                if told.insert(part.joined(separator: "\n")).inserted { lines += part }
            }
        }
        for note in reports.flatMap(\.notes) where told.insert(note).inserted { lines.append("note: \(note)") }
        return lines.isEmpty ? "" : "\n" + lines.map { Plain.cell($0) + "\n" }.joined()
    }
}
