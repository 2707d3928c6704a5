import BerthModel

/// How long jobs take, learnt from those that are over: of the same user, agency and size; where too few of these are known, of the agency,
/// then of the queue, then of all jobs of this size.
///
/// It follows from what it was told in its order, so a replay of the journal gives the same one. Memory is bounded: 16,384 kins of
/// 300 bytes, of which the rarer half is forgotten when one more comes.
public struct RunTimes: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var counts = SpanCounts()
        var told = 0
        /// The position among all that were ever made: no two are alike.
        var made: Int

        mutating func add(_ span: SpanClass) {
            counts.add(span)
            told += 1
        }
    }

    private var entries: [JobKin: Entry] = [:]
    private var made = 0

    private static let kinsMax = 16_384
    /// Jobs of a kin from which it is believed: for what is usual, and for what is almost never exceeded.
    private static let leastForTypical = 5
    private static let leastForCautious = 20
    /// Of a thousand jobs as many end within the cautious span.
    public static let cautiousPerThousand = 990
    /// Of running jobs when their ends are foreseen: a reservation that is too early is only made anew.
    static let endPerThousand = 900

    public init() {}

    /// Kins that something is known of.
    public var kinCount: Int { entries.count }

    /// Learns from an attempt that ended by itself or at its time limit.
    /// - Complexity: O(1).
    public mutating func add(_ took: Duration, of kin: JobKin) {
        let span = SpanClass(took)
        for kin in kin.widening {
            if let known = entries.index(forKey: kin) {
                entries.values[known].add(span)
                continue
            }
            if entries.count >= RunTimes.kinsMax { forget() }
            var entry = Entry(made: made)
            entry.add(span)
            entries[kin] = entry
            made += 1
        }
    }

    /// What half of such jobs take at most; nil where nothing is known.
    public func typical(_ kin: JobKin) -> SpanClass? { quantile(500, of: kin, outlasting: nil, least: RunTimes.leastForTypical) }

    /// What hardly one of such jobs exceeds; nil where too little is known.
    public func cautious(_ kin: JobKin) -> SpanClass? {
        quantile(RunTimes.cautiousPerThousand, of: kin, outlasting: nil, least: RunTimes.leastForCautious)
    }

    /// How long a job takes in all that has run for `age`; nil where nothing is known of jobs that took so long.
    public func ending(_ kin: JobKin, after age: Duration) -> SpanClass? {
        quantile(RunTimes.endPerThousand, of: kin, outlasting: SpanClass(age), least: 1)
    }

    private func quantile(_ perThousand: Int, of kin: JobKin, outlasting age: SpanClass?, least: Int) -> SpanClass? {
        for kin in kin.widening {
            if let span = entries[kin]?.counts.quantile(perThousand, outlasting: age, least: least) { return span }
        }
        return nil
    }

    private mutating func forget() {
        let kept = entries.sorted { ($0.value.told, $0.value.made) > ($1.value.told, $1.value.made) }.prefix(RunTimes.kinsMax / 2)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
