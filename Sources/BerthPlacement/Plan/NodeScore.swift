import BerthModel

/// How good a node is for a member: the smallest is best.
struct NodeScore: Comparable {
    /// NUMA nodes that its devices lie on: a job inside one socket does not pay for the link between them, and leaves whole sockets.
    var straddled: Int
    /// Devices left free on the node afterwards: the tightest fit keeps large holes for large jobs.
    var freeDevices: Int
    /// Eighths of cores left free there.
    var freeEighths: Int
    var node: Int

    static func < (left: NodeScore, right: NodeScore) -> Bool {
        (left.straddled, left.freeDevices, left.freeEighths, left.node) < (
            right.straddled, right.freeDevices, right.freeEighths, right.node
        )
    }
}
