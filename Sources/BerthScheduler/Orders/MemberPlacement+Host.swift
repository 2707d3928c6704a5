public import BerthModel

extension MemberPlacement {
    /// The operating system's indexes of all hardware threads of the claimed cores, ascending. A job with a part of a core is bound to the
    /// whole core, and shares it.
    public func cpus(on node: FleetNode) -> [Int] {
        Set(cores.flatMap { node.numaNodes[$0.numaNode].cores[$0.core] }).sorted()
    }

    /// The operating system's indexes of the NUMA nodes that its memory comes from, ascending.
    public func memoryNodes(on node: FleetNode) -> [Int] {
        Set(memory.map { node.numaNodes[$0.numaNode].index }).sorted()
    }
}
