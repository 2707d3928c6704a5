/// One figure of a table.
package struct SimulationFigure: Sendable {
    /// The path of its JSON: `wait_seconds.mean`.
    package var key: String
    package var name: String
    package var unit = ""
    /// Nil where there is none.
    package var value: Double?
    package var decimals = 0
}
