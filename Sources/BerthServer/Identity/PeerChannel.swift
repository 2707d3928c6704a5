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
    /// A connection that waits to be served. Where nobody comes for it, because the server is ending, it is closed.
    final class Value: ServerChildChannelValue {
        let channel: any Channel
        let connection: Connection

        init(channel: any Channel, connection: Connection) {
            self.channel = channel
            self.connection = connection
        }

        deinit { channel.close(promise: nil) }
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

    /// Nothing is read yet, and HTTP is set up only by the one who serves: a wrapped channel that is dropped unserved would end the
    /// process, and the server drops connections that it accepted while it was ending.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(BerthError(.notAllowed, "a connection without a socket has no peer"))
        }
        // struct ucred is three 32-bit numbers: pid, uid, gid (unix(7)).
        let credentials: EventLoopFuture<InlineArray<3, UInt32>> = options.unsafeGetSocketOption(
            level: .socket, name: PeerChannel.peerCredentials)
        return channel.setOption(.autoRead, value: false).flatMap { credentials }.map { words in
            let peer = PeerCredentials(pid: Int32(bitPattern: words[0]), uid: words[1], gid: words[2])
            return Value(channel: channel, connection: Connection(peer: peer))
        }
    }

    func handle(value: Value, logger: Logger) async {
        let channel = value.channel
        guard let http = try? await channel.eventLoop.flatSubmit({ http.setup(channel: channel, logger: logger) }).get() else { return }
        // A peer that is gone already is found by the first read; what was set up is served in any case.
        _ = channel.setOption(.autoRead, value: true)
        await Connection.$current.withValue(value.connection) {
            await self.http.handle(value: http, logger: logger)
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
