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

    /// Waits until the clients have been promised more than `count` jobs and a cancel, or two minutes are over.
    func gather(moreThan count: Int) {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            let (jobs, cancels) = clients.reduce((0, 0)) { ($0.0 + $1.acknowledged, $0.1 + $1.cancels) }
            if jobs > count, cancels > 0 { return }
            Thread.sleep(forTimeInterval: 0.05)
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
