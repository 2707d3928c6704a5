import BerthModel
import BerthPlacement
import BerthPolicy

/// How long the jobs of one submission are expected to take, on each of the kinds that are left to them.
struct Expectation: Sendable {
    /// One way to serve a job.
    struct Choice: Hashable, Sendable {
        var kind: KindName?
        /// Of a member.
        var slots: Int
        /// Of all members.
        var devices: Int
        /// In the workload's unit, thousandths; nil where nobody knows.
        var pace: Int?
    }

    var queue: QueueName?
    /// On the fastest of its kinds, in milliseconds, above zero.
    var best: Int64
    /// Whether a time limit or its kin say so; else `best` is a guess.
    var isKnown: Bool
    /// Those that the objective prefers first.
    var choices: [Choice]
    /// Whether it may leave room on a slow kind for a faster one to come.
    var weighsWaiting: Bool
    private let bestPace: Int?

    /// A time limit that must do on any of the kinds is taken for the time on the slowest.
    /// - Parameters:
    ///   - limit: the time limit.
    ///   - usual: what half of its kin took at most.
    init(queue: QueueName?, limit: Duration?, usual: Duration?, choices: [Choice], weighsWaiting: Bool) {
        self.queue = queue
        self.choices = choices
        self.weighsWaiting = weighsWaiting
        let paces = choices.compactMap(\.pace)
        bestPace = paces.max()
        let spread = Expectation.ratio(limit?.milliseconds ?? 0, paces.min() ?? 1, paces.max() ?? 1)
        let known = [limit.map { _ in spread }, usual?.milliseconds].compactMap(\.self).min()
        isKnown = known != nil
        best = max(1, min(known ?? Scheduler.unknownTime.milliseconds, Expectation.longest))
    }

    /// A hundred years: what is longer is as good as without end, and a million of these on a million devices can be added up.
    private static let longest: Int64 = 100 * 366 * 86_400_000

    /// Milliseconds on a kind; nil where nobody knows how fast it is.
    func time(on kind: KindName?, slots: Int) -> Int64? {
        guard let bestPace, let pace = choices.first(where: { $0.kind == kind && $0.slots == slots })?.pace else { return nil }
        return min(Expectation.ratio(best, bestPace, pace), Expectation.longest)
    }

    /// Devices times milliseconds, on the kind that it prefers.
    var work: Int128 { Int128(best) * Int128(max(1, choices.first?.devices ?? 0)) }

    private static func ratio(_ value: Int64, _ one: Int, _ other: Int) -> Int64 {
        Int64(clamping: Int128(value) * Int128(one) / Int128(max(1, other)))
    }
}
