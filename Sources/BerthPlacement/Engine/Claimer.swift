/// One thread's side of the engine: which credit it uses, where it begins to look, and what it counts.
///
/// Passed `inout`; a claimer is used by one thread at a time.
package struct Claimer: Sendable {
    let number: Int
    /// Claims so far: it goes round its home cells.
    var turn = 0
    /// Claims between two changes of the home cell, as a power of two: each claimer goes round a share of its own, so that claimers
    /// seldom meet.
    static let stay = 6
    /// Nodes looked at.
    package internal(set) var probes = 0
    /// Claims that gave back what they had taken, because another claimer was faster.
    package internal(set) var conflicts = 0

    init(number: Int) { self.number = number }
}
