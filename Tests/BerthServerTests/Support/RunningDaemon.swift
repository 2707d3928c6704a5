@testable import BerthServer
import BerthSystem
import Foundation
import Logging
import Synchronization
import TestSupport

/// A daemon inside this process, on a real socket, journal and clock.
final class RunningDaemon: Sendable {
    let directory: TemporaryDirectory
    private let task = Mutex<Task<Void, any Error>?>(nil)

    var socket: String { directory.file("d.sock") }
    var state: String { directory.file("state") }

    init(_ directory: TemporaryDirectory) throws {
        self.directory = directory
        try directory.write(TestAPI.fleet, to: "fleet.yaml")
        // Whoever runs the tests belongs to one agency.
        try directory.write("agencies: {all: {users: [\"*\"]}}\n", to: "policy.yaml")
    }

    func options(_ change: (inout DaemonOptions) -> Void = { _ in }) -> DaemonOptions {
        var options = DaemonOptions(
            stateDirectory: state, socket: socket, fleet: directory.file("fleet.yaml"), policy: directory.file("policy.yaml"),
            execution: .simulated,
            initialise: true, version: "0")
        change(&options)
        return options
    }

    /// Starts it and waits until it says that it is ready.
    /// - Throws: why it did not start.
    func start(_ options: DaemonOptions? = nil) async throws {
        let (lines, line) = AsyncThrowingStream.makeStream(of: String.self)
        let options = options ?? self.options()
        let running = Task {
            do {
                try await Daemon(options, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }).run { line.yield($0) }
                line.finish()
            } catch {
                line.finish(throwing: error)
                throw error
            }
        }
        task.withLock { $0 = running }
        for try await _ in lines { return }
    }

    /// Cancels it, which ends it as a signal does.
    func stop() async {
        let running = task.withLock { task in
            defer { task = nil }
            return task
        }
        running?.cancel()
        _ = await running?.result
    }

    /// Uses a blocking client on a thread of its own: the few threads of tasks are the daemon's as well.
    func withClient<Outcome: Sendable>(_ body: @escaping @Sendable (SocketClient) throws -> Outcome) async throws -> Outcome {
        let path = socket
        // The daemon answers when it gets one of the few threads that all tests share, and some tests do not let go of theirs for minutes.
        return try await withCheckedThrowingContinuation { reply in
            Thread { reply.resume(with: Result { try body(try SocketClient(path: path, seconds: 3600)) }) }.start()
        }
    }
}
