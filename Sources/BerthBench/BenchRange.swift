import BerthModel

/// What the options of every benchmark may be.
enum BenchRange {
    static let nodes = 1...1_000_000
    static let threads = 1...64
    static let seconds = 0.001...3600.0

    static func check(nodes: Int, threads: Int, seconds: Double) throws(BerthError) {
        guard BenchRange.nodes ~= nodes else {
            throw BerthError(.usage, "--nodes \(nodes) is not a fleet size", hint: "1 to \(BenchRange.nodes.upperBound)")
        }
        guard BenchRange.threads ~= threads else {
            throw BerthError(.usage, "--threads \(threads) is not a number of threads", hint: "1 to \(BenchRange.threads.upperBound)")
        }
        guard BenchRange.seconds ~= seconds else {
            throw BerthError(.usage, "--seconds \(seconds) is no length of a run", hint: "0.001 to 3600")
        }
    }
}
