/// A rule with a clock around each decision, what it keeps up to date included.
package struct PackingTimer<Rule: PackingRule>: PackingRule {
    package private(set) var rule: Rule
    /// Nanoseconds of each decision.
    package private(set) var nanoseconds: [Int64] = []
    private let clock = ContinuousClock()
    private var chosen = Duration.zero

    package var keepsBudgets: Bool { rule.keepsBudgets }

    package init(_ rule: Rule) { self.rule = rule }

    package mutating func choose(_ spec: Int, on nodes: [PackingNode]) -> PackingChoice? {
        let start = clock.now
        let choice = rule.choose(spec, on: nodes)
        nanoseconds.append(PackingTimer.nanoseconds(clock.now - start))
        return choice
    }

    package mutating func placed(_ spec: Int, at choice: PackingChoice, on nodes: [PackingNode]) {
        let start = clock.now
        rule.placed(spec, at: choice, on: nodes)
        nanoseconds[nanoseconds.count - 1] += PackingTimer.nanoseconds(clock.now - start)
    }

    package mutating func departed(_ number: Int, from choice: PackingChoice, on nodes: [PackingNode]) {
        rule.departed(number, from: choice, on: nodes)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        duration.components.attoseconds / 1_000_000_000 + duration.components.seconds * 1_000_000_000
    }
}
