import BerthModel
import BerthScheduler

/// A journal in memory whose disk fills up, and whose daemon dies before or after an append.
final class FaultyJournal: Journal {
    enum Trouble {
        case none
        /// Nothing is written, and the daemon knows it.
        case full
        /// Nothing is written, and the daemon ends.
        case deadBefore
        /// Everything is written, and the daemon ends before it knows.
        case deadAfter
    }

    private(set) var entries: [JournalEntry] = []
    var trouble = Trouble.none
    /// Told of every entry once it is durable.
    private let durable: (JournalEntry) -> Void

    init(durable: @escaping (JournalEntry) -> Void) { self.durable = durable }

    func append(_ new: [JournalEntry]) throws {
        switch trouble {
        case .full: throw BerthError(.diskFull, "no room")
        case .deadBefore: throw BerthError(.inputOutput, "the daemon died before the append")
        case .none, .deadAfter: break
        }
        for entry in new {
            precondition(entry.sequence == UInt64(entries.count + 1), "journal entries are appended without gaps")
            entries.append(entry)
            durable(entry)
        }
        if case .deadAfter = trouble { throw BerthError(.inputOutput, "the daemon died after the append") }
    }

    func entries(after sequence: UInt64, limit: Int) -> [JournalEntry] {
        guard sequence < UInt64(entries.count) else { return [] }
        return Array(entries[Int(sequence)...].prefix(limit))
    }
}
