import CBerthSystem
import Glibc

/// The host's clocks, in milliseconds.
public enum SystemClock {
    /// Since 1970-01-01 UTC. It may jump when somebody sets it.
    public static func wall() -> Int64 { read(CLOCK_REALTIME) / 1_000_000 }

    /// Since an unspecified moment; never backwards.
    public static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) / 1_000_000 }

    /// Milliseconds that local clocks (the variable TZ, else the host's zone) are ahead of UTC at a moment.
    public static func zoneOffset(at milliseconds: Int64) -> Int64 { berth_zone_offset(milliseconds / 1000) * 1000 }
}
