import BerthScheduler
import BerthStorage
import NIOPosix

/// The journal's entries for those who read events: never on the thread that schedules.
struct History: Sendable {
    /// Entries after a position, oldest first, at most so many; only durable ones.
    let entries: @Sendable (_ after: UInt64, _ limit: Int) async throws -> [JournalEntry]

    init(_ entries: @escaping @Sendable (UInt64, Int) async throws -> [JournalEntry]) { self.entries = entries }

    /// Reads through a connection of its own. The disk may be slow, so not on a thread that answers requests either.
    init(_ reader: JournalReader) {
        entries = { position, limit in
            try await NIOThreadPool.singleton.runIfActive { try reader.entries(after: position, limit: limit) }
        }
    }
}
