public import CBerthSystem

extension PeerCredentials {
    /// Asks the kernel about a connected unix socket.
    /// - Throws: ENOTSOCK, or the kernel's reason.
    public init(socket: Int32) throws(SystemError) {
        var credentials = berth_ucred()
        try SystemCall.check("getsockopt", "SO_PEERCRED") { unsafe berth_peer_credentials(socket, &credentials) }
        self.init(credentials)
    }

    public init(socket: FileDescriptor) throws(SystemError) { try self.init(socket: socket.number) }

    /// From the C structure itself, which has the layout of `struct ucred`.
    public init(_ credentials: berth_ucred) {
        self.init(pid: credentials.pid, uid: credentials.uid, gid: credentials.gid)
    }
}
