public import BerthModel
import BerthSystem

extension TimeReference {
    /// This host's clock and time zone.
    public static func system() -> TimeReference {
        TimeReference(now: Timestamp(milliseconds: SystemClock.wall())) {
            .milliseconds(SystemClock.zoneOffset(at: $0.milliseconds))
        }
    }
}
