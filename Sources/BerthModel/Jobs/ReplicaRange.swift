/// How many replicas a service wants: never started below `min`, grown to `max` where there is room.
public struct ReplicaRange: Hashable, Sendable, Codable {
    public var min: Int
    public var max: Int

    public init(min: Int, max: Int) {
        self.min = min
        self.max = max
    }
}

extension ReplicaRange {
    /// Reads `2` or `2..6`.
    /// - Throws: `BerthError` with code `invalidJob`.
    public init(parsing text: String) throws(BerthError) {
        let bounds = text.split(separator: "..", omittingEmptySubsequences: false).map { Digits.value($0, places: 6) }
        guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1], 1 <= first, first <= last,
            last <= Limits.membersMax
        else {
            throw BerthError(
                .invalidJob, "\"\(text)\" is not a number of replicas: write \"2\" or \"2..6\", from 1 to \(Limits.membersMax)")
        }
        self.init(min: first, max: last)
    }
}
