import BerthModel
import BerthSystem

/// Wall-clock time that never goes back and never jumps: the wall clock at the start, carried on by the monotonic clock.
///
/// When somebody sets the host's clock, no job starts or ends for it; the new time counts from the next start of the daemon.
struct MonotoneClock: Sendable {
    private let wall: Int64
    private let monotonic: Int64

    /// - Parameter earliest: the time of the journal's last entry: time goes on from there even where the host's clock was set back.
    init(notBefore earliest: Timestamp? = nil) {
        wall = max(SystemClock.wall(), earliest?.milliseconds ?? .min)
        monotonic = SystemClock.monotonic()
    }

    var now: Timestamp { Timestamp(milliseconds: wall + (SystemClock.monotonic() - monotonic)) }
}
