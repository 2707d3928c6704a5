/// Two replays of one trace, and how the second differs from the first.
package struct ReplayComparison: Encodable, Sendable {
    package var first: ReplayReport
    package var second: ReplayReport
    /// Second less first, of every figure that both have, by the key of its JSON.
    package var difference: [String: Double]

    package init(_ first: ReplayReport, _ second: ReplayReport) {
        (self.first, self.second) = (first, second)
        let other = Dictionary(uniqueKeysWithValues: second.figures.map { ($0.key, $0.value) })
        difference = [:]
        for figure in first.figures {
            if let before = figure.value, let after = other[figure.key] ?? nil { difference[figure.key] = after - before }
        }
    }
}
