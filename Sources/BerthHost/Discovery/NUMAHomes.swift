/// Decides which NUMA node is home to some CPUs, from all nodes that are local to them.
///
/// Most CPUs have one local node. Grace also counts the memory of its GPU as local, Xeon Max its HBM: home is then the ordinary memory,
/// and of several the node with the fewest CPUs, then the lowest number.
struct NUMAHomes {
    private let candidates: [HostTopology.NUMANode]

    /// - Parameter local: nodes with every CPU local to them.
    init(_ local: [HostTopology.NUMANode]) {
        candidates = local.filter { !$0.cpus.isEmpty }.sorted {
            (Self.isSpecial($0) ? 1 : 0, $0.cpus.count, $0.number) < (Self.isSpecial($1) ? 1 : 0, $1.cpus.count, $1.number)
        }
    }

    /// The number of the home node; nil when no single node holds all of these CPUs.
    func home(of cpus: CPUSet) -> Int? {
        cpus.isEmpty ? nil : candidates.first { cpus.isSubset(of: $0.cpus) }?.number
    }

    private static func isSpecial(_ node: HostTopology.NUMANode) -> Bool {
        node.subtype.map { $0 != "DRAM" } ?? false
    }
}
