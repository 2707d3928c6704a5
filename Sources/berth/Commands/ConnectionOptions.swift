import ArgumentParser
import BerthClient

/// Which daemon to talk to.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The daemon's socket; else BERTH_SOCKET, else the user's own daemon, else /run/berthd/berthd.sock.", valueName: "path"))
    var socket: String?

    func client() -> Client { Client(path: SocketPath.resolve(socket ?? Invocation.current.socket)) }
}
