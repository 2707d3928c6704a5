/// What tables, comparisons and pages need of a report.
package protocol SimulationFigures: Encodable, Sendable {
    /// What tells this run from another of the same input: a policy, a rule.
    var title: String { get }
    /// What was simulated, in one line.
    var setting: String { get }
    /// In the order of the tables.
    var figures: [SimulationFigure] { get }
    /// What was left out, refused or kept with doubts.
    var findings: [SimulationFinding] { get }
    /// What was assumed, in sentences.
    var notes: [String] { get }
}
