/// Where a job stands among those of its lane: the lesser goes first.
struct JobPosition: Hashable, Comparable, Sendable {
    /// Points of priority that a job submitted in 1970 would need to stand here, negated: it falls with priority and rises with the time of
    /// submission, so that ageing needs no clock.
    var lateness: Int64
    /// Among equals: a deadline, or how long the job is expected to take, in milliseconds.
    var then: Int64
    var number: UInt64

    static func < (left: JobPosition, right: JobPosition) -> Bool {
        if left.lateness != right.lateness { return left.lateness < right.lateness }
        if left.then != right.then { return left.then < right.then }
        return left.number < right.number
    }
}
