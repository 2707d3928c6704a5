/// Where the kernel takes new memory from for a thread.
public enum MemoryPolicy: Equatable, Sendable {
    /// The node of the CPU that asks, with fall-back to others.
    case standard
    /// Only these nodes.
    case bind(CPUSet)
    /// One of the kernel's other policies, by its number in `linux/mempolicy.h`.
    case other(Int)
}
