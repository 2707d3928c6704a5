import Foundation
import Synchronization
import TestSupport

/// Submitting clients, each on a thread of its own: they block, and must hold up no other test.
final class Crowd: Sendable {
    private let clients: [SubmittingClient]
    private let promises = Mutex(SubmittingClient.Promises())
    private let running = DispatchGroup()

    init(of count: Int, socket: String) {
        clients = (1...count).map { SubmittingClient(number: $0, socket: socket) }
        for client in clients {
            running.enter()
            Thread.detachNewThread { [self] in
                let own = client.run()
                promises.withLock { $0.merge(own) }
                running.leave()
            }
        }
    }

    /// Ends all clients after their current requests.
    /// - Returns: what all of them were promised.
    func stop() -> SubmittingClient.Promises {
        for client in clients { client.stop() }
        running.wait()
        return promises.withLock { $0 }
    }
}
