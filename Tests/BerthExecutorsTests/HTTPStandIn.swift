import BerthSystem
import Synchronization

/// A server that answers every request with one status, on a thread of its own.
final class HTTPStandIn: Sendable {
    private struct State {
        var status: Int
        var requests: [String] = []
        var isClosed = false
    }

    let port: UInt16
    private let shared: Shared
    private let thread: SystemThread

    private final class Shared: Sendable {
        let state: Mutex<State>
        init(_ state: State) { self.state = Mutex(state) }
    }

    init(status: Int) throws {
        let (socket, port) = try Loopback.listen()
        let shared = Shared(State(status: status))
        thread = try SystemThread(name: "http-stand-in") {
            while let connection = try? Loopback.accept(socket) {
                if shared.state.withLock({ $0.isClosed }) { return }
                guard let request = try? connection.read(upTo: 4096), !request.isEmpty else { continue }
                let status = shared.state.withLock {
                    $0.requests.append(String(decoding: request, as: UTF8.self))
                    return $0.status
                }
                try? connection.write("HTTP/1.1 \(status) Stand-in\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
        }
        (self.port, self.shared) = (port, shared)
    }

    var requests: [String] { shared.state.withLock { $0.requests } }

    func answer(with status: Int) { shared.state.withLock { $0.status = status } }

    func close() {
        shared.state.withLock { $0.isClosed = true }
        _ = Loopback.accepts(port: port, milliseconds: 1000)
        thread.join()
    }
}
