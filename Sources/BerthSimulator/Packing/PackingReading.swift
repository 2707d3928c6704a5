/// What the nodes of a packing show at one moment.
struct PackingReading {
    /// 0 to 100 of all GPUs.
    let allocationPercent: Double
    /// Of the idle GPUs, 0 to 100, what typical pods could not use; 0 where none is idle.
    let fragmentationPercent: Double
    let kilowatts: Double

    /// - Complexity: O(nodes x typical pods).
    init(_ nodes: [PackingNode], of fleet: PackingFleet, _ typical: TypicalSpecs) {
        var (free, fragments, watts) = (0, 0.0, 0)
        for node in nodes {
            let kind = fleet.kinds[Int(node.kind)]
            free += node.gpuMilli
            fragments += typical.fragments(of: node, model: kind.model)
            watts += kind.watts(node)
        }
        allocationPercent = 100 * Double(fleet.gpuMilli - free) / Double(fleet.gpuMilli)
        fragmentationPercent = free == 0 ? 0 : 100 * fragments / Double(free)
        kilowatts = Double(watts) / 1000
    }
}
