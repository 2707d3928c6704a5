import NIOCore
import NIOHTTP1

/// Collects one request and gives its canned answer.
final class CannedHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: RequestLog
    private let answer: @Sendable (CannedServer.Seen, Int) -> CannedServer.Answer
    private var head: HTTPRequestHead?
    private var body = ""

    init(log: RequestLog, answer: @escaping @Sendable (CannedServer.Seen, Int) -> CannedServer.Answer) {
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let part): body += String(buffer: part)
        case .end:
            guard let head else { return }
            var headers: [String: String] = [:]
            for header in head.headers { headers[header.name.lowercased()] = header.value }
            let request = CannedServer.Seen(method: head.method.rawValue, target: head.uri, headers: headers, body: body)
            give(answer(request, log.add(request)), context)
        }
    }

    private func give(_ answer: CannedServer.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .status(let status, let text, let type):
            write(context, status, ["Content-Type": type, "Content-Length": "\(text.utf8.count)"], [text], ends: true)
        case .pieces(let pieces): write(context, 200, ["Transfer-Encoding": "chunked"], pieces, ends: true)
        case .hangUp: context.close(promise: nil)
        case .tornAfter(let text):
            write(context, 200, ["Content-Length": "\(text.utf8.count + 10)"], [text], ends: false)
            context.close(promise: nil)
        case .garbage(let text):
            guard let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) else { return }
            encoder.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        case .silence: break
        }
    }

    private func write(_ context: ChannelHandlerContext, _ status: Int, _ headers: [String: String], _ pieces: [String], ends: Bool) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        for piece in pieces { context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: piece)))), promise: nil) }
        if ends { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
    }
}
