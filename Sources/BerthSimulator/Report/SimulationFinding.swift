/// Something that was counted and listed.
package struct SimulationFinding: Sendable {
    package var name: String
    package var count: Int
    /// The first of them, a line each.
    package var first: [String]
}
