import BerthModel
import BerthPolicy
import BerthScheduler

/// A scheduler as the journal has it.
struct StateReplay {
    let scheduler: Scheduler
    /// Every revision of the policy, by number.
    private(set) var revisions: [Int: PolicyRevision] = [:]
    /// Nil where the journal is empty.
    private(set) var lastTime: Timestamp?

    /// Entries that are in memory at a time.
    private static let entriesPerRead = 10_000

    /// - Parameters:
    ///   - first: the policy that a scheduler without any journal starts with.
    ///   - isPortFree: whether nothing outside the scheduler listens on a port of a node.
    /// - Throws: `BerthError`: `stateCorrupt` for entries that may not follow each other, `invalidPolicy` where `first` does not go with the fleet.
    /// - Complexity: O(entries).
    init(
        of journal: any Journal, fleet: Fleet, first: PolicyRevision, isPortFree: @escaping (NodeName, Int) -> Bool
    ) throws {
        scheduler = try Scheduler(fleet: fleet, catalogue: .shipped, revision: first, isPortFree: isPortFree)
        var position: UInt64 = 0
        while true {
            let entries = try journal.entries(after: position, limit: StateReplay.entriesPerRead)
            guard let last = entries.last else { return }
            for entry in entries {
                try scheduler.replay(entry)
                if case .policyApplied(let revision) = entry.record { revisions[revision.number] = revision }
            }
            position = last.sequence
            lastTime = last.time
        }
    }
}
