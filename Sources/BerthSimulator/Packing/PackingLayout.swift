/// Places of nodes in an order in which the first of equally good ones is to be taken: by watts of a busy GPU, then as the fleet has them.
/// Each kind begins a new block.
struct PackingLayout: Sendable {
    static let blockSize = 16
    /// The node at each place; -1 where a kind's last block has none.
    private(set) var nodes: [Int] = []
    /// The place of each node.
    private(set) var places: [Int]
    /// The kind of each block.
    private(set) var kinds: [Int] = []

    init(_ fleet: PackingFleet) {
        places = [Int](repeating: 0, count: fleet.nodes.count)
        let order = fleet.kinds.indices.sorted { one, other in
            let watts = [one, other].map { OpenBModel.all[fleet.kinds[$0].model].busyWatts }
            return (watts[0], one) < (watts[1], other)
        }
        for kind in order {
            for node in fleet.nodes.indices where Int(fleet.nodes[node].kind) == kind {
                places[node] = nodes.count
                nodes.append(node)
            }
            while nodes.count % PackingLayout.blockSize != 0 { nodes.append(-1) }
            while kinds.count < nodes.count / PackingLayout.blockSize { kinds.append(kind) }
        }
    }
}
