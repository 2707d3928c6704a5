/// Two runs of one input, and how the second differs from the first.
package struct SimulationComparison<Report: SimulationFigures>: Encodable, Sendable {
    package var first: Report
    package var second: Report
    /// Second less first, of every figure that both have, by the path of its JSON.
    package var difference: [String: Double]

    package init(_ first: Report, _ second: Report) {
        (self.first, self.second) = (first, second)
        let other = Dictionary(uniqueKeysWithValues: second.figures.map { ($0.key, $0.value) })
        difference = [:]
        for figure in first.figures {
            if let before = figure.value, let after = other[figure.key] ?? nil { difference[figure.key] = after - before }
        }
    }
}
