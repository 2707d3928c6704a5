import Synchronization

/// The last sequence number that a receiver of events has seen: written on the connection's thread, read when it has ended.
final class Seen: Sendable {
    private let sequence = Mutex<UInt64>(0)

    func note(_ value: UInt64) { sequence.withLock { $0 = value } }
    var last: UInt64 { sequence.withLock { $0 } }
}
