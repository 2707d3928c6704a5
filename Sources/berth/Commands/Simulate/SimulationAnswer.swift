import BerthModel
import BerthSimulator
import BerthSystem

/// What is printed and written of one run, or of two.
struct SimulationAnswer<Report: SimulationFigures> {
    let reports: [Report]
    let html: () -> String

    /// The page is written first: where that fails, nothing is said to be done.
    func give(_ answer: AnswerOptions) throws(BerthError) {
        if let path = answer.html {
            do {
                try Files.writeAtomically(Array(html().utf8), to: path, permissions: 0o644)
            } catch {
                throw BerthError(.inputOutput, "the page cannot be written: \(error)", field: path, cause: error)
            }
        }
        guard answer.json else { return Invocation.console.out(SimulationSheet(reports).text) }
        Invocation.console.out(
            try reports.count == 2
                ? Structured.json(SimulationComparison(reports[0], reports[1])) : Structured.json(reports[0]))
    }
}
