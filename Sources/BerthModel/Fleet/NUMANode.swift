/// One NUMA node of a host: the cores beside it and its memory.
public struct NUMANode: Hashable, Sendable {
    /// The operating system's index.
    public var index: Int
    /// For each core the operating system's indexes of its hardware threads.
    public var cores: [[Int]]
    public var memory: Bytes

    public init(index: Int, cores: [[Int]], memory: Bytes) {
        self.index = index
        self.cores = cores
        self.memory = memory
    }
}
