/// The little of HTTP/1.1 that a readiness probe needs (RFC 9112, sections 3 and 4).
enum HTTPProbe {
    static func request(path: String, port: UInt16) -> String {
        "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUser-Agent: berth\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    }

    /// The status of a response, nil while its first twelve bytes (`HTTP/1.1 200`) are not all there, or are something else.
    static func status(_ bytes: [UInt8]) -> Int? {
        let text = String(decoding: bytes.prefix(12), as: UTF8.self)
        guard text.utf8.count == 12, text.hasPrefix("HTTP/1.") else { return nil }
        return Int(text.suffix(3)).flatMap { (100...599).contains($0) ? $0 : nil }
    }
}
