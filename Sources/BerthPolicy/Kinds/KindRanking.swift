import BerthModel

/// One way to serve a job, with what decides between kinds.
struct KindOption: Sendable {
    /// Of a member, in thousandths of the workload's unit; nil where no profile says it.
    var throughputThousandths: Int?
    /// What a member draws while it works.
    var milliwatts: Int64
    /// Of a member for an hour, in thousandths of the operators' currency; nil where the policy says nothing.
    var costThousandths: Int?
}

/// Which kinds a job may have under an objective, and in which order.
///
/// A kind that serves the objective less than half as well as the best one is left out: a job that lands there takes more than twice the
/// time, watts or money, while others could use it well. Under `earliestFinish` none is left out, for there waiting counts. Kinds without
/// figures come last, in the job's own order; where no kind has figures, all is as the job says.
enum KindRanking {
    /// Positions of the options to use, the best first.
    /// - Complexity: O(options log options).
    static func positions(_ options: [KindOption], by objective: Objective) -> [Int] {
        let merits = options.map { merit($0, objective) }
        guard let best = merits.compactMap(\.self).max() else { return Array(options.indices) }
        let rated = options.indices.filter { index in
            guard let merit = merits[index] else { return false }
            return objective == .earliestFinish || merit >= best / 2
        }
        let unrated = options.indices.filter { merits[$0] == nil }
        return rated.sorted { (merits[$1] ?? 0, $0) < (merits[$0] ?? 0, $1) } + unrated
    }

    /// More is better.
    private static func merit(_ option: KindOption, _ objective: Objective) -> Double? {
        guard let throughput = option.throughputThousandths, throughput > 0 else { return nil }
        switch objective {
        case .throughput, .earliestFinish: return Double(throughput)
        case .throughputPerWatt: return option.milliwatts > 0 ? Double(throughput) / Double(option.milliwatts) : nil
        case .cost: return option.costThousandths.flatMap { $0 > 0 ? Double(throughput) / Double($0) : nil }
        }
    }
}
