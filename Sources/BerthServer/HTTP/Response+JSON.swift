import BerthAPI
import BerthModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) throws -> Response {
        Response(status: status, type: Wire.json, bytes: try JSONCoding.encode(value), headers: headers)
    }

    /// RFC 9457.
    static func problem(_ problem: Problem, headers: HTTPFields = [:]) -> Response {
        let bytes = (try? JSONCoding.encode(problem)) ?? []
        return Response(status: .init(code: problem.status), type: Wire.problem, bytes: bytes, headers: headers)
    }

    private init(status: HTTPResponse.Status, type: String, bytes: [UInt8], headers: HTTPFields) {
        var headers = headers
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        self.init(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
