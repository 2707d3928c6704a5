/// What stat(2) says about a file.
public struct FileStatus: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case file, directory, link, fifo, socket, device, other }

    public let kind: Kind
    public let owner: UInt32
    public let group: UInt32
    /// The permission bits, 0…0o7777.
    public let permissions: UInt32
    /// Bytes.
    public let size: Int64
    /// Milliseconds since 1970-01-01 UTC.
    public let modified: Int64
    /// Device and inode together name the file on this host.
    public let device: UInt64
    public let inode: UInt64
}
