public import BerthModel
import Synchronization

/// A clock that goes only when it is told to.
public final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    public init(_ start: Timestamp = Timestamp(milliseconds: 0)) { moment = Mutex(start) }

    public var now: Timestamp { moment.withLock { $0 } }

    public func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }

    /// Does nothing when that moment has passed.
    public func advance(to later: Timestamp) { moment.withLock { $0 = max($0, later) } }
}
