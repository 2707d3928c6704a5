/// The tasks of an array, and how many of them may run at once.
public struct ArraySpec: Hashable, Sendable, Codable {
    /// Task indexes, ascending, without repeats.
    public var indexes: [Int]
    /// Tasks that may hold resources at the same time; nil for all.
    public var limit: Int?

    public init(indexes: [Int], limit: Int?) {
        self.indexes = indexes
        self.limit = limit
    }
}

extension ArraySpec {
    /// Reads Slurm's `0-15`, `0-15%4`, `1,3,5-7` and `0-20:5`.
    /// - Throws: `BerthError` with code `invalidJob`.
    public init(parsing text: String) throws(BerthError) {
        func refuse(_ why: String) -> BerthError {
            BerthError(.invalidJob, "\"\(text)\" is not an array: \(why)", hint: "write it like \"0-15\", \"1,3,5-7\" or \"0-15%4\"")
        }
        func number(_ text: Substring) -> Int? { Digits.value(text, places: 7) }
        let halves = text.split(separator: "%", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count) else { throw refuse("it has two limits") }
        var limit: Int?
        if halves.count == 2 {
            guard let value = number(halves[1]), value > 0 else { throw refuse("\"\(halves[1])\" is not a limit") }
            limit = value
        }
        var indexes: Set<Int> = []
        for part in halves[0].split(separator: ",", omittingEmptySubsequences: false) {
            let steps = part.split(separator: ":", omittingEmptySubsequences: false)
            let bounds = steps[0].split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(bounds.count), (1...2).contains(steps.count), let first = number(bounds[0]),
                let last = number(bounds[bounds.count - 1]), first <= last, let step = steps.count == 2 ? number(steps[1]) : 1, step > 0
            else { throw refuse("\"\(part)\" is not a range") }
            guard (last - first) / step < Limits.arrayTasksMax - indexes.count else {
                throw refuse("it has more than \(Limits.arrayTasksMax) tasks")
            }
            indexes.formUnion(stride(from: first, through: last, by: step))
        }
        self.init(indexes: indexes.sorted(), limit: limit)
    }
}
