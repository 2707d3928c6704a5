import BerthModel

/// How many of some jobs took how long. Old ones count less and less: when it holds `heldMax`, all are halved.
struct SpanCounts: Hashable, Sendable {
    private var counts = [UInt16](repeating: 0, count: SpanClass.count)
    private(set) var held = 0

    private static let heldMax = 1024

    mutating func add(_ span: SpanClass) {
        counts[Int(span.number)] += 1
        held += 1
        guard held >= SpanCounts.heldMax else { return }
        held = 0
        for index in counts.indices {
            counts[index] /= 2
            held += Int(counts[index])
        }
    }

    /// The class that so many per thousand of those do not exceed which took longer than `age`.
    /// - Parameter perThousand: 1…1000.
    /// - Returns: nil where fewer than `least` took so long.
    func quantile(_ perThousand: Int, outlasting age: SpanClass?, least: Int) -> SpanClass? {
        let first = age.map { Int($0.number) } ?? 0
        let total = counts[first...].reduce(0) { $0 + Int($1) }
        guard total >= max(1, least) else { return nil }
        let rank = (total * perThousand + 999) / 1000
        var seen = 0
        for index in first..<SpanClass.count {
            seen += Int(counts[index])
            if seen >= rank { return SpanClass(number: UInt8(index)) }
        }
        return .unbounded
    }
}
