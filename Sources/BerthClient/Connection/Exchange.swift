import NIOCore
import NIOHTTP1

/// One request and where its answer goes. Exchanges of one connection run one after the other.
struct Exchange: Sendable {
    /// What happens to the body of the answer.
    enum Sink: Sendable {
        /// Kept whole, up to this many bytes.
        case whole(limit: Int)
        /// Handed over line by line as it arrives, without the line ends. The closure runs on the event loop, and nothing more is
        /// read while it runs; false ends the exchange and the connection. Answers that are not a success are kept whole.
        case lines(limit: Int, @Sendable (ByteBuffer) -> Bool)
    }

    var request: Request
    var sink: Sink
    var promise: EventLoopPromise<Response>
}

/// An answer; its body is empty where it went line by line.
struct Response: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(status) }
}
