/// A file descriptor that this process owns: it is closed when the last reference goes.
///
/// Every descriptor made here is close-on-exec.
public final class FileDescriptor: Sendable {
    /// The number in the kernel's table. Valid only while this object lives.
    public let number: Int32

    /// Takes over a descriptor that nobody else closes.
    public init(owning number: Int32) { self.number = number }

    deinit { FileDescriptor.close(number) }
}
