/// Equal nodes of devices and nothing else: what the baselines place on.
struct WholeNodes {
    let devicesPerNode: Int
    /// Of each node.
    private(set) var free: [Int]
    private(set) var freeInAll: Int

    init(nodes: Int, devicesPerNode: Int) {
        self.devicesPerNode = devicesPerNode
        free = [Int](repeating: devicesPerNode, count: nodes)
        freeInAll = nodes * devicesPerNode
    }

    /// Takes the nodes of all members, the fullest first that has room, or none.
    /// - Parameter room: devices of a node that this job may use, by node and free devices.
    /// - Returns: a node for each member.
    /// - Complexity: O(members x nodes).
    mutating func place(members: Int, each: Int, room: (_ node: Int, _ free: Int) -> Int) -> [Int]? {
        guard freeInAll >= members * each else { return nil }
        var nodes: [Int] = []
        for _ in 0..<members {
            var best: Int?
            for node in free.indices where free[node] >= each && free[node] < best.map({ free[$0] }) ?? Int.max {
                // Members taken so far already lowered what is free, and so what a bound leaves.
                if room(node, free[node]) >= each { best = node }
            }
            guard let best else {
                for node in nodes { free[node] += each }
                return nil
            }
            free[best] -= each
            nodes.append(best)
        }
        freeInAll -= members * each
        return nodes
    }

    mutating func release(_ nodes: [Int], each: Int) {
        for node in nodes {
            free[node] += each
            precondition(free[node] <= devicesPerNode, "(1) node \(node) has \(free[node]) of \(devicesPerNode) devices free")
        }
        freeInAll += nodes.count * each
    }
}
