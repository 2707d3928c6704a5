public import BerthModel

/// Wall-clock time that never goes back and never jumps: the wall clock at the start, carried on by a monotonic clock.
///
/// When somebody sets the host's clock, no job starts or ends for it; the new time counts from the next start of the daemon.
public struct SteadyClock: Sendable {
    private let wall: Int64
    private let monotonic: Int64

    /// - Parameters:
    ///   - wall: milliseconds since 1970, as the host's clock says.
    ///   - monotonic: milliseconds of a clock that only goes forward.
    ///   - earliest: the time of the journal's last entry: time goes on from there even where the host's clock was set back.
    public init(wall: Int64, monotonic: Int64, notBefore earliest: Timestamp?) {
        self.wall = max(wall, earliest?.milliseconds ?? .min)
        self.monotonic = monotonic
    }

    /// - Parameter monotonic: of the same clock.
    public func moment(at monotonic: Int64) -> Timestamp { Timestamp(milliseconds: wall + (monotonic - self.monotonic)) }
}
