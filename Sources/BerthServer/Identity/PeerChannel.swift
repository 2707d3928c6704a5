import BerthModel
import BerthSystem
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Serves HTTP/1.1 on connections whose peer the kernel has named (SO_PEERCRED).
///
/// A connection without credentials is not served: it is no unix socket.
struct PeerChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let connection: Connection
        var channel: any Channel { http.channel }
    }

    private let http: HTTP1Channel
    /// SO_PEERCRED of <asm-generic/socket.h>, as x86-64 and arm64 have it.
    private static let peerCredentials = NIOBSDSocket.Option(rawValue: 17)

    init(responder: @escaping HTTPChannelHandler.Responder) {
        http = HTTP1Channel { request, writer, channel in
            if request.headers[.expect]?.lowercased() == "100-continue", !request.isTooLarge {
                try await writer.writeInformationalHead(.init(status: .continue))
            }
            try await responder(request, writer, channel)
            guard Connection.current?.isClosing == true else { return }
            try await channel.linger()
            throw CancellationError()
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(BerthError(.notAllowed, "a connection without a socket has no peer"))
        }
        // struct ucred is three 32-bit numbers: pid, uid, gid (unix(7)).
        let credentials: EventLoopFuture<InlineArray<3, UInt32>> = options.unsafeGetSocketOption(
            level: .socket, name: PeerChannel.peerCredentials)
        return credentials.flatMap { words in
            let peer = PeerCredentials(pid: Int32(bitPattern: words[0]), uid: words[1], gid: words[2])
            return http.setup(channel: channel, logger: logger).map { Value(http: $0, connection: Connection(peer: peer)) }
        }
    }

    func handle(value: Value, logger: Logger) async {
        await Connection.$current.withValue(value.connection) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}

extension Channel {
    /// Ends the sending side and gives the peer, which may still be sending a body that nobody reads, a moment to see the answer
    /// before the whole connection goes: closing at once would throw the answer away under it.
    fileprivate func linger() async throws {
        try await close(mode: .output)
        try await Task.sleep(for: .milliseconds(500))
        try? await close()
    }
}
