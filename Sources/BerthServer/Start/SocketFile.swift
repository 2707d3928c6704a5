import BerthModel
import BerthSystem
import NIOCore
import NIOPosix

/// The daemon's socket in the file system.
struct SocketFile: Sendable {
    let path: String

    /// `sun_path` of unix(7), with its final zero.
    private static let pathBytesMax = 107

    /// Makes the path free to be bound: makes its directory, and removes the socket of a daemon that is gone.
    ///
    /// Only the owner of the state directory calls this, so what is removed is never the socket of a daemon of the same state.
    /// - Throws: `stateLocked` when somebody answers there, `usage` for anything that is no socket or a path that is too long.
    func prepare() async throws {
        guard path.utf8.count <= SocketFile.pathBytesMax else {
            throw BerthError(
                .usage, "the socket path has \(path.utf8.count) bytes; a unix socket's has at most \(SocketFile.pathBytesMax)", field: path)
        }
        let directory = Files.parent(of: path)
        if !Files.exists(directory) {
            // Above the directory itself nothing is invented: a mistyped path is an error, not a new tree.
            try Files.createDirectory(directory, permissions: 0o755)
        }
        guard let status = try Files.status(path, followingLinks: false) else { return }
        guard status.kind == .socket else {
            throw BerthError(
                .usage, "cannot listen on \(path): something else than a socket is there", hint: "move it away, or give another --socket")
        }
        guard try await !answers() else {
            throw BerthError(
                .stateLocked, "cannot listen on \(path): another daemon answers there", hint: "give another --socket, or stop that daemon")
        }
        try Files.remove(path)
    }

    /// Whether a process accepts connections there.
    private func answers() async throws -> Bool {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(unixDomainSocketPath: path).get()
            try await channel.close()
            return true
        } catch let error as IOError where error.errnoCode == ErrorNumber.connectionRefused || error.errnoCode == ErrorNumber.notFound {
            return false
        }
    }

    /// Lets everybody connect to root's daemon, where the policy says who may do what; nobody else to a user's own.
    ///
    /// Between bind(2) and this the socket has the permissions that the umask leaves. Nothing rests on them: who may do what is the
    /// policy's to say, for whoever gets a connection.
    func setPermissions() throws(SystemError) {
        try Files.setPermissions(path, to: CurrentProcess.user == 0 ? 0o666 : 0o600)
    }
}
