import BerthModel
import Hummingbird
import NIOCore

extension Request {
    /// Whether the body is announced as more than any request may bring.
    var isTooLarge: Bool { announcedLength ?? 0 > Limits.bodyBytesMax }

    private var announcedLength: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Reads the body.
    /// - Throws: `bodyTooLarge` as soon as more than `limit` bytes are announced or have come; the rest stays unread.
    func readBody(upTo limit: Int) async throws -> ByteBuffer {
        guard announcedLength ?? 0 <= limit else { throw BerthError.bodyTooLarge(limit: limit) }
        var body = ByteBuffer()
        for try await part in self.body {
            guard body.readableBytes + part.readableBytes <= limit else { throw BerthError.bodyTooLarge(limit: limit) }
            body.writeImmutableBuffer(part)
        }
        return body
    }

    /// The media type of the body, without parameters; nil where none is given.
    var mediaType: String? {
        headers[.contentType].map { $0.prefix { $0 != ";" }.filter { $0 != " " }.lowercased() }
    }
}

extension BerthError {
    static func bodyTooLarge(limit: Int) -> BerthError {
        BerthError(
            .bodyTooLarge, "the body is larger than the \(Bytes(Int64(limit))) that this request may bring",
            hint: "one job may have \(Bytes(Int64(Limits.jobBytesMax))); send more jobs in several batches")
    }
}
