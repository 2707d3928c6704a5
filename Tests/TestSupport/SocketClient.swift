public import Foundation

/// A second implementation of HTTP/1.1 over a Unix socket, small and blocking, for tests that must not trust the client of the package.
///
/// One connection, kept open; used by one thread at a time.
public final class SocketClient {
    public struct Response: Sendable {
        public let status: Int
        /// Names in lower case.
        public let headers: [String: String]
        public let body: Data

        /// The body as a JSON object; empty where it is none.
        public var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    public enum Failure: Error, Equatable {
        case cannotConnect(Int32)
        case connectionLost
        case notHTTP(String)
    }

    private let descriptor: Int32
    private var buffered = Data()

    /// - Parameter seconds: how long one read may wait, so that a hang fails one test and not the run.
    public init(path: String, seconds: Int = 300) throws(Failure) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .cannotConnect(errno) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let isShort = unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return false }
            unsafe room.copyBytes(from: bytes)
            return true
        }
        let answer = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // No close here: the object is whole, so its deinit runs. A second close would hit a descriptor that another
        // thread has just opened.
        guard isShort, answer == 0 else { throw .cannotConnect(errno) }
    }

    deinit { close(descriptor) }

    /// Sends one request and reads its whole answer.
    public func send(
        _ method: String, _ path: String, body: Data? = nil, type: String = "application/json", headers: [String: String] = [:]
    ) throws(Failure) -> Response {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: berthd\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
        try write(Data((head + "\r\n").utf8) + (body ?? Data()))
        return try readResponse()
    }

    /// Sends bytes as they are.
    public func write(_ data: Data) throws(Failure) {
        var rest = data[...]
        while !rest.isEmpty {
            // No SIGPIPE: the daemon is killed under these clients on purpose.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .connectionLost }
            rest = rest.dropFirst(count)
        }
    }

    public func readResponse() throws(Failure) -> Response {
        let head = try readLine().split(separator: " ", maxSplits: 2)
        guard head.count >= 2, head[0].hasPrefix("HTTP/1."), let status = Int(head[1]) else { throw .notHTTP(head.joined(separator: " ")) }
        var headers: [String: String] = [:]
        while true {
            let line = try readLine()
            if line.isEmpty { break }
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        guard headers["transfer-encoding"] == "chunked" else {
            let body = try read(count: headers["content-length"].flatMap(Int.init) ?? 0)
            return Response(status: status, headers: headers, body: body)
        }
        var body = Data()
        while true {
            let line = try readLine()
            guard let size = Int(line, radix: 16) else { throw .notHTTP(line) }
            body += try read(count: size)
            _ = try readLine()
            if size == 0 { return Response(status: status, headers: headers, body: body) }
        }
    }

    private func readLine() throws(Failure) -> String {
        while true {
            if let end = buffered.firstRange(of: Data("\r\n".utf8)) {
                let line = String(decoding: buffered[..<end.lowerBound], as: UTF8.self)
                buffered = Data(buffered[end.upperBound...])
                return line
            }
            try fill()
        }
    }

    private func read(count: Int) throws(Failure) -> Data {
        while buffered.count < count { try fill() }
        let data = Data(buffered.prefix(count))
        buffered = Data(buffered.dropFirst(count))
        return data
    }

    private func fill() throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { throw .connectionLost }
        buffered.append(contentsOf: chunk[..<count])
    }
}
