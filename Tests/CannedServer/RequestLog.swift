import Synchronization

/// What the server was asked, in order.
final class RequestLog: Sendable {
    private let state = Mutex((requests: [CannedServer.Seen](), connections: 0))

    var requests: [CannedServer.Seen] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    func countConnection() { state.withLock { $0.connections += 1 } }

    /// - Returns: the request's number, from 0.
    func add(_ request: CannedServer.Seen) -> Int {
        state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
    }
}
