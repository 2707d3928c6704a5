import BerthModel
import BerthScheduler
import BerthSystem

/// The daemon's clock: a `SteadyClock` on the clocks of this host.
struct MonotoneClock: Sendable {
    private let steady: SteadyClock

    /// - Parameter earliest: the time of the journal's last entry.
    init(notBefore earliest: Timestamp? = nil) {
        steady = SteadyClock(wall: SystemClock.wall(), monotonic: SystemClock.monotonic(), notBefore: earliest)
    }

    var now: Timestamp { steady.moment(at: SystemClock.monotonic()) }
}
