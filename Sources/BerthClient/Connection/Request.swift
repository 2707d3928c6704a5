import BerthAPI
import NIOCore

/// A request before it is put on the wire.
struct Request: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST", patch = "PATCH" }

    var method: Method
    /// Path and query.
    var target: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Sending it twice does what sending it once does.
    var isRepeatable: Bool
    /// Longest silence of the other side.
    var patience: TimeAmount
    /// Longest time in all; nil: as long as lines keep coming.
    var timeLimit: TimeAmount?

    static let usualPatience = TimeAmount.seconds(60)

    /// A question that changes nothing.
    static func get(_ target: String) -> Request {
        Request(method: .get, target: target, headers: [], body: [], isRepeatable: true, patience: usualPatience, timeLimit: nil)
    }

    /// A change. With an idempotency key it may be sent again after a broken connection.
    static func change(_ method: Method, _ target: String, body: [UInt8] = [], type: String = Wire.json, key: String? = nil) -> Request {
        var headers = [(name: "Content-Type", value: type)]
        if let key { headers.append((Wire.idempotencyKey, key)) }
        return Request(
            method: method, target: target, headers: body.isEmpty && key == nil ? [] : headers, body: body, isRepeatable: key != nil,
            patience: usualPatience, timeLimit: nil)
    }
}
