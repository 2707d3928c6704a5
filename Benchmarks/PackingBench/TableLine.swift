import BerthSimulator
import Foundation

/// The figures of one replay, or their means.
struct TableLine {
    /// In the order of the table; NaN where the arrivals ended before a mark.
    private var figures = [Double](repeating: .nan, count: 7)

    init() {}

    init(_ replay: consuming PackingReplay, _ rule: some PackingRule) {
        var timer = PackingTimer(rule)
        let result = replay.run(&timer)
        for (index, value) in result.allocations.enumerated() { figures[index] = value }
        for (index, value) in result.kilowatts.enumerated() { figures[2 + index] = value }
        let sorted = timer.nanoseconds.sorted()
        figures[5] = Double(sorted.count) * 1e9 / Double(max(1, sorted.reduce(0, +)))
        figures[6] = sorted.isEmpty ? .nan : Double(sorted[sorted.count * 99 / 100]) / 1000
    }

    mutating func average(_ lines: [TableLine]) {
        for index in figures.indices { figures[index] = lines.reduce(0) { $0 + $1.figures[index] } / Double(lines.count) }
    }

    func text(_ trace: String, _ rule: String, _ seed: String) -> String {
        func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
        let digits = [3, 3, 1, 1, 1, 0, 1]
        let numbers = zip(figures, digits).map { value, digits in
            padded(String(format: "%.\(digits)f", value), 8)
        }
        return padded(trace, 13) + padded(rule, 12) + padded(seed, 6) + numbers.joined()
    }
}
