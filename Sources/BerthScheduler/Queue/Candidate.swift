import BerthPolicy

/// The first job of one shape, to be compared with those of the others: the lesser is examined first.
struct Candidate: Hashable, Comparable, Sendable {
    var shape: Int
    var rung: Rung
    var borrows: Bool
    var path: SharePath
    /// Points of priority that it has now, negated.
    var lateness: Int64
    var leaf: Int
    var position: JobPosition

    static func < (left: Candidate, right: Candidate) -> Bool {
        if left.rung.weight != right.rung.weight { return left.rung.weight > right.rung.weight }
        if left.borrows != right.borrows { return right.borrows }
        if left.path != right.path { return left.path < right.path }
        if left.lateness != right.lateness { return left.lateness < right.lateness }
        if left.position.then != right.position.then { return left.position.then < right.position.then }
        return (left.position.number, left.shape) < (right.position.number, right.shape)
    }
}
