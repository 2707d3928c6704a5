/// How an amount is divided among NUMA nodes.
enum Share {
    /// Beside devices in proportion to them, what does not fit there beside any of them, and only then elsewhere, where it is kept
    /// together if it can be.
    /// - Parameter near: devices beside some of the NUMA nodes.
    /// - Returns: for each NUMA node its part; together less than `total` when less is free.
    static func split(_ total: Int, free: [Int], near: [(numaNode: Int, count: Int)]) -> [Int] {
        var taken = Array(repeating: 0, count: free.count)
        var left = total
        func take(_ amount: Int, from numaNode: Int) {
            let amount = min(amount, left, free[numaNode] - taken[numaNode])
            taken[numaNode] += amount
            left -= amount
        }
        let devices = near.reduce(0) { $0 + $1.count }
        for share in near { take((total * share.count + devices - 1) / devices, from: share.numaNode) }
        for share in near { take(left, from: share.numaNode) }
        while left > 0 {
            let open = free.indices.filter { free[$0] > taken[$0] }
            let roomy = open.filter { free[$0] - taken[$0] >= left }
            let next =
                roomy.min { (free[$0] - taken[$0], $0) < (free[$1] - taken[$1], $1) }
                ?? open.max { (free[$0] - taken[$0], -$0) < (free[$1] - taken[$1], -$1) }
            guard let next else { break }
            take(left, from: next)
        }
        return taken
    }
}
