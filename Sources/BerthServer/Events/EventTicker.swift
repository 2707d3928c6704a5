import ServiceLifecycle

/// Wakes the followers every few seconds, so that they can show that they live, and lets them go when the daemon stops.
struct EventTicker: Service {
    let feed: EventFeed
    /// Between two lines of an idle stream there are at most 15 s.
    static let heartbeat = Duration.seconds(15)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                feed.wake()
            }
        }
        feed.close()
    }
}
