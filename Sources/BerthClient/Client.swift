import BerthModel
import BerthAPI
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A client of one daemon over its Unix socket. It keeps one connection, on one thread of its own, and runs one request at a time.
///
/// Requests that may be sent twice (questions, and submissions with an idempotency key) are sent again after a broken connection,
/// until `retryWindow` is over: a daemon that restarts in between is not noticed.
public final class Client: Sendable {
    public let path: String
    /// How long a broken connection is tried again.
    public let retryWindow: Duration
    private let group: MultiThreadedEventLoopGroup
    private let channel = Mutex<(any Channel)?>(nil)

    /// Opens nothing yet.
    public init(path: String, retryWindow: Duration = .seconds(10)) {
        self.path = path
        self.retryWindow = retryWindow
        self.group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    }

    /// Closes the connection and ends the thread. Not needed where the process ends.
    public func close() async {
        let open = channel.withLock { channel in
            defer { channel = nil }
            return channel
        }
        try? await open?.close()
        try? await group.shutdownGracefully()
    }

    static let answerBytesMax = 256 << 20

    /// Sends a request until there is an answer, and turns a problem into its error.
    func perform(_ request: Request, sink: Exchange.Sink = .whole(limit: answerBytesMax)) async throws(BerthError) -> Response {
        let response = try await answer(to: request, sink: sink)
        guard response.isSuccess else { throw Client.error(of: response) }
        return response
    }

    /// The answer, whatever its status.
    func answer(to request: Request, sink: Exchange.Sink = .whole(limit: answerBytesMax)) async throws(BerthError) -> Response {
        var giveUp: ContinuousClock.Instant?
        var pause = Duration.milliseconds(10)
        while true {
            do {
                return try await exchange(request, sink)
            } catch {
                let fault = error as? ConnectionFault ?? .notConnected(error)
                if giveUp == nil {
                    guard case .broken = fault, request.isRepeatable else { throw fault.error(at: path) }
                    giveUp = .now + retryWindow
                }
                guard fault.mayPass, let giveUp, .now < giveUp else { throw fault.error(at: path) }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(200))
            }
        }
    }

    /// One exchange, on the kept connection or on a new one.
    func exchange(_ request: Request, _ sink: Exchange.Sink) async throws -> Response {
        let channel = try await connected()
        let promise = channel.eventLoop.makePromise(of: Response.self)
        let exchange = Exchange(request: request, sink: sink, promise: promise)
        channel.writeAndFlush(exchange).whenFailure { _ in promise.fail(ConnectionFault.broken) }
        return try await promise.futureResult.get()
    }

    private func connected() async throws -> any Channel {
        if let open = channel.withLock({ $0 }), open.isActive { return open }
        do {
            let opened = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .fireError)
                        try channel.pipeline.syncOperations.addHandler(ExchangeHandler())
                    }
                }
                .connect(unixDomainSocketPath: path).get()
            channel.withLock { $0 = opened }
            return opened
        } catch {
            throw ConnectionFault.notConnected(error)
        }
    }

    /// The error that a problem stands for; an answer that is no problem becomes one with its status.
    static func error(of response: Response) -> BerthError {
        if let problem = try? JSONDecoder().decode(Problem.self, from: Data(response.body)) { return problem.error }
        let code: ErrorCode =
            switch response.status {
            case 403: .notAllowed
            case 404: .notFound
            case 413: .bodyTooLarge
            case 429, 503: .notReady
            case 507: .diskFull
            default: .internalFault
            }
        let text = String(decoding: response.body.prefix(200), as: UTF8.self)
        return BerthError(code, "berthd answered with status \(response.status)\(text.isEmpty ? "" : ": \(text)")")
    }
}
