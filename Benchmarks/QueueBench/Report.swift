import Foundation

/// Figures by name, in the order in which they were found.
struct Report {
    private var figures: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: Int) { figures.append((name, String(value))) }
    mutating func add(_ name: String, _ value: Double) { figures.append((name, String(format: "%.3f", value))) }

    /// Microseconds: the median, the 99th hundredth and the longest.
    mutating func add(_ name: String, times: [Duration]) {
        let sorted = times.map { Double($0.components.attoseconds) / 1e12 + Double($0.components.seconds) * 1e6 }.sorted()
        guard let longest = sorted.last else { return }
        add("\(name)_p50_us", sorted[sorted.count / 2])
        add("\(name)_p99_us", sorted[sorted.count * 99 / 100])
        add("\(name)_max_us", longest)
    }

    var object: String { "{" + figures.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}" }

    var table: String {
        let width = figures.map(\.name.count).max() ?? 0
        return figures.map { $0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.value }.joined(separator: "\n")
    }
}

/// What the program holds in memory.
func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096
}
