import BerthModel
import BerthScheduler

/// Which state of a job, or of all tasks of an array, a client has seen: the journal position of the last event about them.
struct JobVersion {
    private let sequence: UInt64

    init(_ tasks: [Job]) { sequence = tasks.map(\.lastSequence).max() ?? 0 }

    var eTag: String { "\"\(sequence)\"" }

    /// - Parameter expected: the value of `If-Match`: tags joined by commas, or `*`.
    /// - Throws: `conflict` when the job has changed since.
    func require(_ expected: String, of id: JobID) throws(BerthError) {
        let tags = expected.split(separator: ",").map { $0.filter { $0 != " " } }
        guard !tags.contains("*"), !tags.contains(eTag) else { return }
        throw BerthError(.conflict, "job \(id) has changed: it is at \(eTag), not at \(expected.prefix(80))", hint: "look at it again")
    }
}
