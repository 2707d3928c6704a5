/// How good a node is for a member of a gang: the smallest is best.
struct NodeScore: Comparable {
    /// NUMA nodes that its devices lie on: a job inside one socket does not pay for the link between them, and leaves whole sockets.
    var straddled: Int
    /// Devices left free on the node afterwards: the tightest fit keeps large holes for large jobs.
    var freeDevices: Int
    var freeCores: Int
    var node: Int

    static func < (left: NodeScore, right: NodeScore) -> Bool {
        (left.straddled, left.freeDevices, left.freeCores, left.node) < (right.straddled, right.freeDevices, right.freeCores, right.node)
    }
}
