import BerthModel
import BerthSimulator
import BerthSystem

/// What is printed and written of one replay, or of two.
struct SimulationAnswer {
    let results: [ReplayResult]

    init(_ results: [ReplayResult]) { self.results = results }

    func give(_ answer: AnswerOptions) throws(BerthError) {
        let reports = results.map(ReplayReport.init)
        if answer.json {
            Invocation.console.out(
                try reports.count == 2 ? Structured.json(ReplayComparison(reports[0], reports[1])) : Structured.json(reports[0]))
        } else {
            Invocation.console.out(ReplaySheet(reports).text)
        }
    }
}
