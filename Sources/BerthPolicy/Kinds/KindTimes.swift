public import BerthModel

/// How long jobs of each workload took on each kind: what may be learnt of how kinds compare.
///
/// Only whole runs count: jobs that succeeded in their first attempt, on whole devices without a power cap. It follows from what it was
/// told in its order, in whole numbers, so a replay of the journal gives the same one. Memory is bounded: 4,096 entries of 200 bytes, of
/// which the rarer half is forgotten when one more comes.
public struct KindTimes: Hashable, Sendable {
    /// What is compared: members alike in number, by kind and devices of each.
    public struct Key: Hashable, Sendable, Comparable {
        public var workload: WorkloadName
        public var members: Int
        public var kind: KindName
        /// Devices of a member.
        public var slots: Int

        public init(workload: WorkloadName, members: Int, kind: KindName, slots: Int) {
            self.workload = workload
            self.members = members
            self.kind = kind
            self.slots = slots
        }

        public static func < (left: Key, right: Key) -> Bool {
            (left.workload, left.members, left.kind, left.slots) < (right.workload, right.members, right.kind, right.slots)
        }
    }

    /// A mean of logarithms: it tells ratios apart from sizes, and one job that took a hundred times as long moves it little.
    public struct Mean: Hashable, Sendable {
        /// That were ever told.
        public fileprivate(set) var jobs = 0
        /// That count: when there are `heldMax`, all count half.
        public fileprivate(set) var held = 0
        /// Sum of `Logarithm`s of milliseconds, of those that count.
        public fileprivate(set) var sum: Int64 = 0
        /// The position among all entries that were ever made: no two are alike.
        fileprivate var made: Int

        /// In parts of an octave.
        var logarithm: Int64 { held > 0 ? sum / Int64(held) : 0 }
    }

    private var means: [Key: Mean] = [:]
    private var made = 0

    private static let keysMax = 4096
    fileprivate static let heldMax = 1024

    public init() {}

    /// In a fixed order.
    public var all: [(key: Key, mean: Mean)] { means.sorted { $0.key < $1.key }.map { (key: $0.key, mean: $0.value) } }

    public subscript(key: Key) -> Mean? { means[key] }

    /// Learns from a job that succeeded.
    /// - Complexity: O(1).
    public mutating func add(_ took: Duration, _ key: Key) {
        if means[key] == nil {
            if means.count >= KindTimes.keysMax { forget() }
            means[key] = Mean(made: made)
            made += 1
        }
        means[key]?.add(Logarithm.of(took.milliseconds))
    }

    private mutating func forget() {
        let kept = means.sorted { ($0.value.jobs, $0.value.made) > ($1.value.jobs, $1.value.made) }.prefix(KindTimes.keysMax / 2)
        means = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    /// How many times as fast a member works as another: their times turned round.
    /// - Parameter least: jobs of each that must be known.
    /// - Returns: thousandths, in steps of a sixteenth of an octave (4.4 %), nil where too few jobs are known of either.
    public func speed(of key: Key, against other: Key, least: Int) -> Int? {
        guard let own = means[key], let base = means[other], own.held >= least, base.held >= least else { return nil }
        return Logarithm.thousandths(base.logarithm - own.logarithm)
    }
}

extension KindTimes.Mean {
    fileprivate mutating func add(_ logarithm: Int64) {
        jobs += 1
        held += 1
        sum += logarithm
        guard held >= KindTimes.heldMax else { return }
        held /= 2
        sum /= 2
    }
}
