/// Room on a file system, in bytes.
public struct FileSpace: Sendable, Equatable {
    /// What an unprivileged process may still write.
    public let free: Int64
    public let total: Int64
}
