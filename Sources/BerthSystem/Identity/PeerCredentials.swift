/// Who is at the other end of a unix socket, as the kernel recorded it when the connection was made (SO_PEERCRED).
public struct PeerCredentials: Hashable, Sendable {
    /// 0 where the peer's process lies outside this process's PID namespace.
    public let pid: Int32
    public let uid: UInt32
    public let gid: UInt32

    public init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }
}
