import BerthSystem
import Logging
import ServiceLifecycle

/// Ends the process where stopping takes too long. Nothing is lost by it: what was acknowledged is on the disk, and jobs run on.
struct StopDeadline: Service {
    /// The promise is five seconds from the signal.
    private static let patience = Duration.milliseconds(4500)

    let log: Logger

    func run() async throws {
        try await gracefulShutdown()
        // Not a part of this service, which is over when the others begin to stop.
        Task.detached { [log] in
            try? await Task.sleep(for: StopDeadline.patience)
            log.warning("stopping took too long, so the daemon ends with requests under way")
            CurrentProcess.exit(0)
        }
    }
}
