import NIOCore
import NIOHTTP1

/// Runs exchanges over one HTTP/1.1 connection, in the order in which they were written to the channel.
///
/// The codec beneath bounds what it takes: 80 KiB of headers (NIOHTTP1's limit), and each exchange bounds its body.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    private var waiting: [Exchange] = []
    private var current: Answering?

    /// The exchange on the wire and what has come of its answer.
    private struct Answering {
        var exchange: Exchange
        var status: Int?
        var headers: [String: String] = [:]
        var body: ByteBuffer?
        var silence: Scheduled<Void>?
        var timeLimit: Scheduled<Void>?
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        waiting.append(unwrapOutboundIn(data))
        promise?.succeed()
        startNext(context)
    }

    private func startNext(_ context: ChannelHandlerContext) {
        guard current == nil, !waiting.isEmpty else { return }
        let exchange = waiting.removeFirst()
        let request = exchange.request
        current = Answering(exchange: exchange)
        if let limit = request.timeLimit { current?.timeLimit = schedule(context, after: limit, .timeLimit) }
        current?.silence = schedule(context, after: request.patience, .silent)

        var head = HTTPRequestHead(version: .http1_1, method: .RAW(value: request.method.rawValue), uri: request.target)
        head.headers.add(name: "Host", value: "berthd")
        head.headers.add(name: "Content-Length", value: "\(request.body.count)")
        for header in request.headers { head.headers.add(name: header.name, value: header.value) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: request.body)))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func schedule(_ context: ChannelHandlerContext, after delay: TimeAmount, _ fault: ConnectionFault) -> Scheduled<Void> {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: delay) {
            let (handler, context) = bound.value
            handler.fail(fault)
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let exchange = current?.exchange else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard head.status.code >= 200 else { return }
            current?.status = Int(head.status.code)
            for header in head.headers { current?.headers[header.name.lowercased()] = header.value }
        case .body(let part):
            current?.silence?.cancel()
            current?.silence = schedule(context, after: exchange.request.patience, .silent)
            take(part, context)
        case .end:
            guard current?.status != nil else { return }
            if case .lines(_, let handOver) = exchange.sink, isStreaming, let rest = current?.body, rest.readableBytes > 0 {
                _ = handOver(rest)
                current?.body = nil
            }
            succeed()
            startNext(context)
        }
    }

    private var isStreaming: Bool { current?.status.map { (200..<300).contains($0) } ?? false }

    private func take(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let exchange = current?.exchange else { return }
        var part = part
        if current?.body == nil { current?.body = part } else { current?.body?.writeBuffer(&part) }
        let limit: Int
        switch exchange.sink {
        case .whole(let bytes): limit = bytes
        case .lines(let bytes, let handOver):
            limit = bytes
            guard !isStreaming || handOverLines(handOver) else {
                succeed()
                context.close(promise: nil)
                return
            }
        }
        guard current?.body?.readableBytes ?? 0 <= limit else {
            fail(.tooLong(limit: limit))
            context.close(promise: nil)
            return
        }
    }

    /// Hands over the whole lines that are there, and keeps the rest; false when the receiver has had enough.
    private func handOverLines(_ handOver: (ByteBuffer) -> Bool) -> Bool {
        while let bytes = current?.body?.readableBytesView, let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - bytes.startIndex
            guard let line = current?.body?.readSlice(length: length) else { return true }
            current?.body?.moveReaderIndex(forwardBy: 1)
            if length > 0, !handOver(line) { return false }
        }
        current?.body?.discardReadBytes()
        return true
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.broken)
        for exchange in waiting { exchange.promise.fail(ConnectionFault.broken) }
        waiting = []
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error is HTTPParserError ? .malformed(error) : .broken)
        context.close(promise: nil)
    }

    private func succeed() {
        guard let answered = current, let status = answered.status else { return }
        current = nil
        answered.silence?.cancel()
        answered.timeLimit?.cancel()
        let body = answered.body.map { Array($0.readableBytesView) } ?? []
        answered.exchange.promise.succeed(Response(status: status, headers: answered.headers, body: body))
    }

    private func fail(_ fault: ConnectionFault) {
        guard let failed = current else { return }
        current = nil
        failed.silence?.cancel()
        failed.timeLimit?.cancel()
        failed.exchange.promise.fail(fault)
    }
}
