import BerthSystem
import NIOCore
import NIOHTTP1
import NIOPosix

/// A real HTTP server on a Unix socket that answers what a test tells it to, down to the pieces in which bytes arrive.
public final class CannedServer: Sendable {
    /// What a request gets.
    public enum Answer: Sendable {
        /// A whole answer.
        case status(Int, String, type: String = "application/json")
        /// Head and then these pieces of the body, each in a write of its own.
        case pieces([String])
        /// The connection is closed without a word.
        case hangUp
        /// A head that promises more bytes than these, and then the connection is closed.
        case tornAfter(String)
        /// Bytes that are no HTTP.
        case garbage(String)
        /// Nothing, for ever.
        case silence
    }

    /// A request as it came; names of headers in lower case.
    public struct Seen: Sendable {
        public var method: String
        public var target: String
        public var headers: [String: String]
        public var body: String
    }

    public let path: String
    private let directory: String
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let log: RequestLog

    public var requests: [Seen] { log.requests }
    /// How many were opened.
    public var connections: Int { log.connections }

    /// - Parameter answer: called with each request and its number, from 0.
    public init(_ answer: @escaping @Sendable (Seen, Int) -> Answer) async throws {
        directory = "/tmp/berth-client-test-\(UniqueName.random().prefix(12))"
        try Files.createDirectory(directory)
        path = "\(directory)/s"
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let log = RequestLog()
        listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    log.countConnection()
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(CannedHandler(log: log, answer: answer))
                }
            }
            .bind(unixDomainSocketPath: path).get()
        self.log = log
    }

    /// Closes everything and removes the socket.
    public func stop() async {
        try? await listener.close()
        try? await group.shutdownGracefully()
        try? Files.removeTree(directory)
    }
}
