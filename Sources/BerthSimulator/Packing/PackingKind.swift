/// Nodes that are alike when nothing stands on them.
package struct PackingKind: Hashable, Sendable {
    /// The place in `OpenBModel.all`.
    package var model: Int
    package var gpuCount: Int
    package var cpuMilli: Int32
    package var memoryMebibytes: Int32

    /// Thousandths of one CPU package of 16 cores, for its watts: the lists count hardware threads, two a core.
    static let packageMilli: Int32 = 32_000
    static let packageIdleWatts = 15
    static let packageBusyWatts = 120

    /// CPU packages, the last may be a part.
    var packageCount: Int { Int((cpuMilli + PackingKind.packageMilli - 1) / PackingKind.packageMilli) }

    /// CPU packages in use, with this much CPU free.
    @inline(__always)
    func packages(cpuMilli free: Int32) -> Int { Int((cpuMilli - free + PackingKind.packageMilli - 1) / PackingKind.packageMilli) }

    /// Of the node as it stands: a GPU with any allocation is busy, and so are as many CPU packages as the allocated cores begin.
    package func watts(_ node: PackingNode) -> Int {
        let model = OpenBModel.all[model]
        let busy = gpuCount - node.wholeCount
        let packages = packages(cpuMilli: node.cpuMilli)
        return busy * model.busyWatts + node.wholeCount * model.idleWatts + packages * PackingKind.packageBusyWatts
            + (packageCount - packages) * PackingKind.packageIdleWatts
    }
}
