/// MiB of the first two NUMA nodes of a host, 0 for none.
public struct MemoryPair: Hashable, Sendable {
    public private(set) var first: UInt32 = 0
    public private(set) var second: UInt32 = 0

    public init() {}

    public init(first: UInt32, second: UInt32) {
        self.first = first
        self.second = second
    }

    /// - Parameter list: nil is made of one that does not ascend, names other NUMA nodes, or has amounts of nothing or above 4 PiB.
    public init?(_ list: [MemberPlacement.Memory]) {
        var last = -1
        for memory in list {
            guard last < memory.numaNode, 0...1 ~= memory.numaNode, memory.mebibytes > 0, let amount = UInt32(exactly: memory.mebibytes)
            else { return nil }
            last = memory.numaNode
            if memory.numaNode == 0 { first = amount } else { second = amount }
        }
    }

    public var list: [MemberPlacement.Memory] {
        var list: [MemberPlacement.Memory] = []
        if first > 0 { list.append(MemberPlacement.Memory(numaNode: 0, mebibytes: Int(first))) }
        if second > 0 { list.append(MemberPlacement.Memory(numaNode: 1, mebibytes: Int(second))) }
        return list
    }
}
