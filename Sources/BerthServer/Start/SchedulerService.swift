import ServiceLifecycle

/// Ends the scheduler's thread when the daemon stops. It stands first among the services and so ends last: everything that was
/// acknowledged is in the journal by then.
struct SchedulerService: Service {
    let thread: SchedulerThread

    func run() async throws {
        // It throws when it is cancelled, which also means: stop.
        try? await gracefulShutdown()
        await thread.stop()
    }
}
