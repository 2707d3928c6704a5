import BerthSystem
import Synchronization

/// One accepted connection: who is at its other end, and whether it ends after the answer under way.
final class Connection: Sendable {
    /// What the kernel recorded when the connection was made. Nothing in a request can change it.
    let peer: PeerCredentials
    private let closing = Mutex(false)

    init(peer: PeerCredentials) { self.peer = peer }

    /// Has the connection end after the answer that is being made, because the rest of the request is not worth reading.
    func closeAfterAnswer() { closing.withLock { $0 = true } }
    var isClosing: Bool { closing.withLock { $0 } }

    /// The connection whose request this task answers. It is set where the connection is served and seen by everything below.
    @TaskLocal static var current: Connection?
}
