import BerthModel
import BerthPolicy

/// What is touched at every event, as one value: each access to a property of a class is checked for others that overlap it, and a dozen
/// checks an event were a tenth of what a job cost.
struct Pages {
    var state = SchedulerState()
    /// The latest moment seen: time does not go back in here, whatever the host's clock does.
    private(set) var clock = Timestamp(milliseconds: 0)
    var timers = TimerQueue()
    /// What agencies used, where fair share counts it.
    var history: UseHistory?
    /// Whether nodes are to get their first leases.
    var isWatchDue = false
    private var entries: [JournalEntry] = []

    /// Of the next round: it is likely to be of the same size, but a large one is not held on to.
    static let reservedMax = 16_384

    mutating func tick(_ now: Timestamp) { clock = max(clock, now) }

    /// - Returns: whether something is due that goes before whatever happens now.
    mutating func begin(at now: Timestamp) -> Bool {
        tick(now)
        return isWatchDue || timers.next.map { $0 <= clock } ?? false
    }

    mutating func record(_ record: JournalEntry.Record) {
        let entry = JournalEntry(sequence: state.sequence + 1, time: max(clock, state.time), record: record)
        do {
            try apply(entry)
        } catch {
            preconditionFailure("the scheduler made an entry that may not follow: \(error)")
        }
        entries.append(entry)
    }

    var hasEntries: Bool { !entries.isEmpty }

    mutating func takeEntries() -> [JournalEntry] {
        let taken = entries
        entries = []
        entries.reserveCapacity(min(taken.count, Pages.reservedMax))
        return taken
    }
}
