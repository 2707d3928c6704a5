/// One row of an openb node list.
package struct OpenBNode: Equatable, Sendable {
    package var name: String
    package var cpuMilli: Int
    package var memoryMebibytes: Int
    /// 0 to `OpenBTable.gpusMax`.
    package var gpuCount: Int
    /// The place of the model in `OpenBModel.all`; nil for a node without GPUs.
    package var model: Int?
}
