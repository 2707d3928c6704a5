/// The page of one run, or of two side by side.
struct SimulationPage<Report: SimulationFigures> {
    /// Of each finding; the JSON lists more.
    private static var listed: Int { 100 }

    let reports: [Report]

    /// - Parameters:
    ///   - plots: in their order; those of two runs show both.
    ///   - agencies: a table with its heading first; empty for none.
    func html(_ plots: [LinePlot], _ agencies: [[String]] = []) -> String {
        var page = Page(title: "berth simulate: \(reports[0].setting)")
        if reports.count == 2 {
            page.list(["first: \(reports[0].title)", "second: \(reports[1].title)"])
        } else {
            page.paragraph(reports[0].title)
        }
        page.heading("Figures")
        page.table(
            reports.count == 2 ? "The difference is the second less the first." : "What the run gave.",
            header: ["figure", "unit"] + (reports.count == 2 ? ["first", "second", "difference"] : ["value"]), rows: rows,
            numbers: [2, 3, 4])
        if let header = agencies.first {
            page.heading("Agencies")
            page.table("What each agency had.", header: header, rows: Array(agencies.dropFirst()), numbers: Set(1..<header.count))
        }
        page.heading("Plots")
        for plot in plots { page.plot(plot) }
        findings(&page)
        return page.html
    }

    private var rows: [[String]] {
        let columns = reports.map { Dictionary(uniqueKeysWithValues: $0.figures.map { ($0.key, $0.value) }) }
        return reports[0].figures.compactMap { figure in
            let values = columns.map { $0[figure.key] ?? nil }
            guard values.contains(where: { $0 != nil }) else { return nil }
            var cells = [figure.name, figure.unit] + values.map { FigureText.text($0, decimals: figure.decimals) }
            if values.count == 2 {
                let difference = values[0].flatMap { first in values[1].map { $0 - first } }
                cells.append(FigureText.text(difference, decimals: figure.decimals, isSigned: true))
            }
            return cells
        }
    }

    private func findings(_ page: inout Page) {
        page.heading("What was left out, refused or assumed")
        var told: Set<String> = []
        for (place, report) in reports.enumerated() {
            for finding in report.findings where told.insert("\(finding.count) \(finding.name) \(finding.first)").inserted {
                let run = reports.count == 2 && reports[0].findings.first { $0.name == finding.name }?.count != finding.count
                page.paragraph(
                    "\(FigureText.text(Double(finding.count))) \(finding.name)\(run ? ", \(place == 0 ? "first" : "second") run" : "")")
                let rest = finding.count - min(finding.count, Self.listed, finding.first.count)
                page.list(finding.first.prefix(Self.listed) + (rest > 0 ? ["and \(FigureText.text(Double(rest))) more"] : []))
            }
        }
        let notes = reports.flatMap(\.notes).filter { told.insert($0).inserted }
        page.list(notes)
        if told.isEmpty { page.paragraph("Nothing.") }
    }
}
