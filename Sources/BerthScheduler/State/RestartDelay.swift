import BerthModel

/// How long a replica that exited waits before it is started again in place.
enum RestartDelay {
    /// Ready for this long, the replica counts as steady, and the delay starts again at its first value.
    static let steadyAfter = Duration.seconds(60)
    /// Long enough to spare the host, short enough that nobody waits for a service that came back.
    static let longest = Duration.seconds(60)

    /// 1 s, 2 s, 4 s ... 60 s.
    static func delay(afterRestarts restarts: Int) -> Duration { min(longest, .seconds(1 << min(restarts, 6))) }
}
