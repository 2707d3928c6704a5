public import BerthModel
public import BerthPolicy

/// A scheduler as the journal has it.
public struct StateReplay {
    public let scheduler: Scheduler
    /// Every revision of the policy, by number.
    public private(set) var revisions: [Int: PolicyRevision] = [:]
    /// Nil where the journal is empty.
    public private(set) var lastTime: Timestamp?

    /// Entries that are in memory at a time.
    private static let entriesPerRead = 10_000

    /// - Parameters:
    ///   - lease: of the executor that the scheduler will have.
    ///   - isPortFree: whether nothing outside the scheduler listens on a port of a node.
    /// - Throws: `BerthError` with code `stateCorrupt` for entries that may not follow each other, and what the journal throws.
    /// - Complexity: O(entries).
    public init(
        of journal: any Journal, fleet: Fleet, lease: Duration? = nil, isPortFree: @escaping (NodeName, Int) -> Bool = { _, _ in true }
    ) throws {
        // A policy without any rule goes with every fleet; the journal's own takes its place.
        let none = PolicyRevision(number: 1, text: "", by: "", at: Timestamp(milliseconds: 0), policy: Policy())
        scheduler = try Scheduler(fleet: fleet, catalogue: fleet.catalogue, revision: none, lease: lease, isPortFree: isPortFree)
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
